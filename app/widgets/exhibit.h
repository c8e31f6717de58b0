// What can be taken out of the window as a file: a plot, a matrix, a table. A view says so while it draws:
//
//   exhibit({.name = "errors-matrix",
//            .title = "Confusion matrix",
//            .area = inner,
//            .csv = [source = errors_source(scene)] { return matrix_csv(source); }});
//
// and that is all: a right-click there, the menu key and a script's `export errors-matrix svg FILE` offer it
// as a picture (PNG), as a drawing whose text stays text (SVG, tape.h) and as the numbers behind it (CSV).
//
// `csv` is called by a job, later: it holds what it needs by value, above all shared parts of the snapshot,
// and nothing of the frame. Names are words of scripts and must not change.
//
// Part of WindowMemory (window_memory.h). Thread rule: window's thread, but for `csv`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/widgets/rect.h"
#include "core/base/names.h"

namespace headroom::app {

enum class ExportFormat { kPng, kSvg, kCsv };
inline constexpr auto kExportFormatNames = names<ExportFormat>(
    {{ExportFormat::kPng, "png"}, {ExportFormat::kSvg, "svg"}, {ExportFormat::kCsv, "csv"}});

struct Exhibit {
  std::string name;   // "errors-matrix"
  std::string title;  // "Confusion matrix"
  Rect area;          // in the window; what of it lies in sight is what a picture shows
  std::function<std::string()> csv = {};
  bool own_menu = false;  // a right-click there has a menu of the view's own
  ImGuiID layer = 0;      // set by Exhibits
};

class Exhibits {
 public:
  // What a person wants of an exhibit, for the window to carry out.
  struct Wish {
    std::string name;
    ExportFormat format = ExportFormat::kPng;
    bool copy = false;  // to the clipboard, its CSV
  };

  void begin_frame() { drawn_.clear(); }
  // Keeps what lies on top: a sheet's tables, not those behind it.
  void end_frame(ImGuiID top_layer);
  void add(Exhibit exhibit);

  // Of the last finished frame, in the order in which they were drawn.
  const std::vector<Exhibit>& shown() const { return shown_; }
  std::vector<std::string> names() const;
  const Exhibit* find(std::string_view name) const;  // null: it is not there
  // Of the frame that is being drawn: the smallest one of this layer around the point; null: none is.
  const Exhibit* around(ImVec2 point, ImGuiID layer) const;
  std::vector<const Exhibit*> of_layer(ImGuiID layer) const;

  // The one that the next frames are drawn for.
  void await(std::string name) {
    awaited_ = std::move(name);
    awaits_all_ = false;
  }
  void await_all() { awaits_all_ = true; }
  bool awaits(std::string_view name) const { return awaits_all_ || awaited_ == name; }

  // The frame is taken for a picture: what tells of something else does not lie over it.
  void uncover(bool now) { uncovered_ = now; }
  bool uncovered() const { return uncovered_; }

  void wish(Wish wish) { wish_ = std::move(wish); }
  std::optional<Wish> take_wish() { return std::exchange(wish_, std::nullopt); }

 private:
  std::vector<Exhibit> drawn_, shown_;
  std::optional<Wish> wish_;
  std::string awaited_;
  bool awaits_all_ = false, uncovered_ = false;
};

// In the window that is being drawn; nothing where none of it is in sight.
void exhibit(Exhibit exhibit);

// A small table whose cells only this frame knows: `csv` is called at once, and only where somebody takes it.
void exhibit_of_frame(Exhibit exhibit, const std::function<std::string()>& csv);

}  // namespace headroom::app
