// headroom-cli as a function, so that tests run it inside their own process.
//
//   std::ostringstream out, err;
//   const int status = run_cli({"train", "--preset", "scalability", "--json"}, out, err);
//
// Results go to `out`, progress and errors to `err`. With --json `out` receives exactly one JSON document,
// also when the work failed.
//
// `words`: what names in a lesson may say, known to the window (app/state/learn_words.h), which this room
// does not see: app/headroom_cli.cpp hands them over. Null: `lesson check` says that it has not checked them.
//
// Thread rule: one call at a time; the request to stop (interrupt.h) is one for the whole process.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace headroom {
struct LessonWords;
}

namespace headroom::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;      // the work failed
inline constexpr int kWrongUsage = 2;  // wrong usage, or input that cannot be read

// What a process ends with after this error.
int exit_status(ErrorCode code);

int run_cli(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err,
            const LessonWords* words = nullptr);

}  // namespace headroom::cli
