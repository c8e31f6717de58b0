// Reading a file with a progress bar; Ctrl-C stops it.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "app/cli/context.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_bar.h"
#include "core/base/job.h"

namespace headroom::cli {

// Carries out `work` on a thread of its own and returns its result; rethrows its Error.
template <typename T>
T with_bar(Context& context, const std::string& text, std::function<T(Progress&)> work) {
  Job<T> job(std::move(work));
  ProgressBar bar(context);
  while (!job.done()) {
    if (stop_request().cancelled()) job.cancel();
    bar.update(job.fraction(), text);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return job.take();
}

}  // namespace headroom::cli
