// Saves exhibits (app/widgets/exhibit.h) as files: waits until the frame has settled, takes of it what is
// wanted, and writes that in a job.
//
//   saver.request({"errors-matrix", ExportFormat::kSvg, "matrix.svg"});
//   if (saver.tapes_next()) view.tape().begin();
//   draw_frame();
//   saver.frame_drawn({view.exhibits(), view.tape(), ui.theme, ui.fonts, ratio, read});
//   if (auto news = saver.poll()) tell(*news);  // every round
//
// Thread rule: window's thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/state/action.h"
#include "app/state/job_slot.h"
#include "app/widgets/tape.h"
#include "core/base/error.h"

namespace headroom::app {

// A frame that was drawn and is not shown yet.
struct ExhibitFrame {
  const Exhibits& exhibits;
  Tape& tape;
  const Theme& theme;
  const Fonts& fonts;
  float pixel_ratio = 1;  // framebuffer pixels per window unit
  std::function<Picture()> read;
};

struct ExhibitNews {
  std::string notice = {};  // "saved matrix.svg"
  std::optional<Error> failure = {};
  std::optional<std::string> copied = {};  // for the clipboard
};

class ExhibitSaver {
 public:
  void request(action::Export wanted);
  void frame_drawn(const ExhibitFrame& frame);
  std::optional<ExhibitNews> poll();

  bool wants_frames() const { return settle_ > 0; }
  bool takes_next() const { return settle_ == 1; }
  bool tapes_next() const { return takes_next() && wanted_.format == ExportFormat::kSvg; }
  // The exhibit that the next frames are taken for; empty: none.
  std::string awaited() const { return settle_ > 0 ? wanted_.name : std::string(); }
  bool busy() const { return settle_ > 0 || job_.running() || refusal_; }

 private:
  std::function<std::string()> bytes_of(const Exhibit& exhibit, const ExhibitFrame& frame) const;

  action::Export wanted_;
  int settle_ = 0;  // frames to draw before it is taken
  std::optional<Error> refusal_;
  JobSlot<ExhibitNews> job_;
};

// Of the panels' colour, around pictures and drawings: words at an edge do not end at the file's.
inline constexpr float kExhibitMargin = 12;  // window units

// What lies in `part`, in pixels from the top left; what lies outside the picture is left out.
Picture part_of(const Picture& whole, const Rect& part);
// With a margin of so many pixels in one colour.
Picture framed(const Picture& picture, int margin, const ImVec4& color);

}  // namespace headroom::app
