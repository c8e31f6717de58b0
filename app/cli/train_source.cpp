#include "app/cli/train_source.h"

#include <thread>
#include <utility>

#include "app/cli/reading.h"
#include "app/devices.h"
#include "core/base/error.h"

namespace headroom::cli {
namespace {

TrainSource new_run(const TrainOptions& options, Context& context) {
  TrainSource source;
  if (options.run) {
    source.folder = *options.run;
    if (holds_run(source.folder)) {
      throw Error(ErrorCode::kUsage,
                  "\"" + source.folder.string() +
                      "\" holds a run already: continue it with --resume, or name another directory",
                  "--run");
    }
  }
  source.config = config_from_options(options, context);
  return source;
}

TrainSource saved_run(const TrainOptions& options, Context& context) {
  TrainSource source;
  source.folder = *options.resume;
  auto saved = std::make_shared<SavedRun>(SavedRun{source.folder, load_run(source.folder)});
  RunRecord& record = saved->record;
  select_saved_models(options, record);
  change_settings(options, record.config.train);
  change_residence(options, record.config);
  change_recorder(options, record.config);
  source.config = record.file ? with_bar<RunConfig>(
                                    context, "reading " + record.file->path,
                                    [&](Progress& progress) { return config_to_resume(record, progress); })
                              : record.config;
  source.saved = std::move(saved);
  return source;
}

}  // namespace

TrainSource open_source(const TrainOptions& options, Context& context) {
  check_source(options);
  TrainSource source = options.resume ? saved_run(options, context) : new_run(options, context);
  validate(source.config);
  return source;
}

std::vector<Candidate> candidates_for(const TrainOptions& options, const TrainSource& source) {
  // A run goes on where it was: another device may round differently.
  const RunRecord* const record = source.saved ? &source.saved->record : nullptr;
  const std::string id = options.device ? *options.device : record ? record->device_id : "auto";
  const bool same_threads = record && !options.threads && !options.device;
  const int threads = same_threads ? record->device_threads : threads_from(options);
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return device_candidates(id, threads > 0 ? std::vector<int>{threads} : thread_counts(cores),
                           source.config.train.precision, source.config.residence);
}

}  // namespace headroom::cli
