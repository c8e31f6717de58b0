// Layers and units are added and removed here: what is considered stands in a strip with its parameters and
// its bytes, beside those of now, until it is taken or left.
//
//   NetworkChange change;
//   if (change.shown(page)) change.draw(page, strip);
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/custom_model_sheet.h"
#include "app/views/network_page.h"

namespace headroom::app {

class NetworkChange {
 public:
  static bool shown(const NetworkPage& page) { return page.options().proposal.has_value(); }
  void draw(const NetworkPage& page, const Rect& area);
  static float height(const Ui& ui, float width);
  // - and + of a hidden layer, with the price on hover.
  void draw_buttons(const NetworkPage& page, Rect area, std::int64_t layer);
  // One more layer, as wide as the last.
  void draw_add_layer(const NetworkPage& page, const Rect& area);

  // By how much + and - change a layer of this width: a tenth of it, one unit at least.
  static std::int64_t step_of(std::int64_t width);

 private:
  struct Planned {
    std::string question;
    CustomModelPreview answer;
  };
  // Of these hidden widths, planned once for each question.
  const CustomModelPreview& preview(const NetworkPage& page, const std::vector<std::int64_t>& hidden);
  static void plan(const NetworkPage& page, const std::vector<std::int64_t>& hidden, Planned& planned);
  std::string price(const NetworkPage& page, const std::vector<std::int64_t>& hidden);
  // "+10 parameters", "+1.2 KiB": against the network as it is, planned alone as well.
  std::string more_bytes(const NetworkPage& page, const NetworkPlan& plan);

  Planned wanted_, now_;
};

// What is considered, else what there is: hidden widths.
std::vector<std::int64_t> considered_widths(const NetworkPage& page);

}  // namespace headroom::app
