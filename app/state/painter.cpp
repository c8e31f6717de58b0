#include "app/state/painter.h"

#include <utility>

#include "app/state/paths.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/data/csv/csv.h"
#include "core/data/tabular.h"
#include "core/io/file.h"

namespace headroom::app {

void Painter::open(action::OpenPainting::From from, const Dataset* dataset, PaintState& state) {
  using From = action::OpenPainting::From;
  if (from == From::kEmpty) state = empty_painting();
  if (from == From::kData) {
    if (!dataset || !paintable(*dataset)) {
      throw Error(
          ErrorCode::kUsage,
          tr("only a table of two columns and two classes, without missing numbers and with at most {1} "
             "rows, can be painted on: start with an empty one",
             format_count(static_cast<std::int64_t>(PaintState::kMost))),
          "paint");
    }
    state = painting_of(*dataset);
  }
  making_.cancel();
  state.making = false;
  state.open = from != From::kClose;
}

void Painter::train(const std::filesystem::path& data, bool play, PaintState& state) {
  if (state.making) return;
  state.fault = paint_fault(state);
  if (!state.fault.empty()) return;
  state.making = true;
  // A name of its own, also for the second one of a second.
  const std::string kind = ++made_ == 1 ? "painted" : "painted-" + std::to_string(made_);
  const std::filesystem::path name =
      std::filesystem::path(default_output("painted", kind, ".csv")).filename();
  const std::string path = data.empty() ? "" : (data / "painted" / name).string();
  making_.start([text = painted_csv(state), target = painted_target(state), path, play](Progress& progress) {
    const CsvTable table = read_csv_text(text, path.empty() ? "painted" : path, {}, progress);
    TabularOptions options;
    options.target = target;
    options.task = Task::kClassification;
    auto dataset = std::make_shared<const Dataset>(make_dataset(table, options, progress));
    if (!path.empty()) {
      std::filesystem::create_directories(std::filesystem::path(path).parent_path());
      write_file(path, text);
    }
    return Painted{config_for_painted(std::move(dataset)), path, play};
  });
}

std::optional<Painter::Painted> Painter::poll(PaintState& state) {
  const auto finished = making_.poll();
  if (!finished) return std::nullopt;
  state.making = false;
  try {
    Painted painted = finished->take();
    state.open = false;
    return painted;
  } catch (const std::exception& thrown) {
    state.fault = thrown.what();
    return Painted{};
  }
}

}  // namespace headroom::app
