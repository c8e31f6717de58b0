// The architectures to choose from, side by side, with what each costs, and the sentence that compares
// them.
#pragma once

#include <string>
#include <vector>

#include "app/state/model_words.h"
#include "app/views/view.h"
#include "app/widgets/paint.h"

namespace headroom::app {

class ArchitecturePanel {
 public:
  // Draws from the top of `area`; returns the height used.
  float draw(const ViewContext& context, const Rect& area);
  // For presenter mode: a low card for each, beside each other.
  void draw_compact(const ViewContext& context, Rect area) const;

 private:
  void draw_card(const ViewContext& context, const Rect& area, const ModelSnapshot& model, bool roomy) const;
  bool draw_add_card(const Ui& ui, const Rect& area) const;
};

// "Large costs 14.6× parameters, 2.5× time, 1.3× memory for +3.9 pts accuracy": only what is known so
// far; empty with fewer than two models. `strong` are the parts in bold.
struct ComparisonPart {
  std::string text;
  bool strong = false;
};
// What is to be guessed is left out.
std::vector<ComparisonPart> compare_models(const UiState& state, const Snapshot& run);

}  // namespace headroom::app
