// What a training starts from: a new or a resumed run, and the devices it may use.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "app/cli/context.h"
#include "app/cli/train_options.h"
#include "core/io/run_record.h"
#include "core/measure/device_choice.h"

namespace headroom::cli {

struct TrainSource {
  RunConfig config;
  std::shared_ptr<const SavedRun> saved;  // --resume
  std::filesystem::path folder;           // of --run or --resume; empty: nothing is kept
};

// Reads files, with a bar. Throws Error{kUsage} naming the option.
TrainSource open_source(const TrainOptions& options, Context& context);

std::vector<Candidate> candidates_for(const TrainOptions& options, const TrainSource& source);

}  // namespace headroom::cli
