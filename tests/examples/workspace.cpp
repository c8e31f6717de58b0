// The examples of the headers of core/workspace and of what they stand on, as in core.cpp.
#include "core/workspace/workspace.h"

#include "app/devices.h"
#include "core/base/sha256.h"
#include "core/io/file.h"
#include "core/run/run_thread.h"
#include "core/train/check_value.h"
#include "core/workspace/class_run.h"
#include "core/workspace/class_sheet.h"
#include "core/workspace/zip_file.h"

namespace headroom {

namespace {

[[maybe_unused]] void sha256() {
  Sha256 hash;
  hash.add("ab");
  hash.add("c");
  sha256_text(hash.digest());
}

[[maybe_unused]] void check_values(const Engine& engine, EpochMetric metric) {
  metric.check = check_value(engine.state().weights, metric);
  check_text(metric.check);
}

[[maybe_unused]] void zip_file(const std::string& text, const std::string& table, const Progress& progress) {
  write_file("a.headroom", format_zip({{"workspace.json", text}, {"data/iris.csv", table}}));
  const std::vector<ZipMember> members = read_zip("a.headroom", {}, progress);
}

[[maybe_unused]] void workspace(const RunRecord& record, const std::filesystem::path& keep, RunThread& run,
                                Progress& progress) {
  save_workspace("iris.headroom", {.title = "Iris", .record = record}, DataWay::kInside);
  const OpenedWorkspace opened = open_workspace("iris.headroom", keep, progress);
  run.post(command::Load{opened.config, false, opened.saved});
}

[[maybe_unused]] void class_run(const std::filesystem::path& file, const std::filesystem::path& keep,
                                Progress& progress) {
  const ClassRun run = run_for_class(open_workspace(file, keep, progress), open_device("cpu"), progress);
  check_text(run.models.front().epochs.back().check);
}

[[maybe_unused]] void sheet(const OpenedWorkspace& opened, const ClassRun& run) {
  write_file("iris.html", class_sheet(opened.workspace, "iris.headroom", run));
}

}  // namespace

}  // namespace headroom
