// What the four steps of the Prediction tab are made of: the row that is shown, the grid of cells that all of
// them share, and where each unit was drawn, so that lines can join them.
//
//   const CellBlock block = cell_block(space, 200, 20, line, ui.px(26));   // 20 lines of 10 cells
//   block.cell(13);
//
// Thread rule: window's thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/views/view.h"
#include "app/widgets/rect.h"
#include "core/run/inspection.h"

namespace headroom::app {

// The newest figures and what they are about; the network is the one that is looked at.
struct PredictionPage {
  const ViewContext& context;
  const Dataset& dataset;
  const PredictionFigures& figures;
  const ModelSnapshot& model;
  const PredictionFigures::Model& looked;
  const Ui& ui() const { return context.ui; }
  Output output() const { return model.spec.output; }
  bool regression() const { return model.spec.output == Output::kLinear; }
  std::string class_name(std::int64_t index) const;
};

// Numbers in lines of cells, line by line. A cell that is too narrow to be seen stands for several numbers.
struct CellBlock {
  Rect area;
  int lines = 1, columns = 1;
  std::int64_t count = 0, each = 1;  // numbers, and numbers of one cell
  float line = 0, width = 0;         // of a cell with its gap
  Rect cell(std::int64_t number) const;
  std::int64_t at(ImVec2 point) const;  // -1: none
};
CellBlock cell_block(const Rect& space, std::int64_t count, int lines, float line, float widest);

// Where the numbers of the row stand, as they were drawn in this frame.
struct PredictionPlaces {
  std::vector<Rect> features;     // by feature; empty where it is not drawn
  std::vector<CellBlock> layers;  // hidden
  Rect of_feature(std::int64_t feature) const;
  Rect of_unit(std::int64_t layer, std::int64_t unit) const;
};

// "1  Input" and below it, muted, the shapes. `word`: what the glossary explains it by.
void step_heading(const PredictionPage& page, Rect& rest, int number, std::string_view title,
                  std::string_view shapes, std::string_view word);
// One line whose meaning the glossary tells on hover, underlined with dots; plain without an entry.
void explained_line(const PredictionPage& page, const Rect& area, ImFont* font, const ImVec4& color,
                    std::string_view text, std::string_view word);

// "x1", "x1·x18", "x1²": what the network sees as feature k.
std::string feature_title(const Dataset& dataset, std::int64_t feature);
// Four digits; "missing" for NaN.
std::string value_text(double value);
// Three places and a sign: "+0.050", "-1.2e-05".
std::string signed_text(double value);
// A value of the target, in its own unit.
std::string target_text(double value);

// The steps, each in its own file. They append actions to the page's context.
struct InputState;
void draw_input_step(const PredictionPage& page, Rect area, InputState& state, PredictionPlaces& places);
void draw_layers_step(const PredictionPage& page, Rect area, int lines, float line, PredictionPlaces& places);
void draw_output_step(const PredictionPage& page, Rect area);
void draw_answer_step(const PredictionPage& page, Rect area);
// Lines from the sources of the looked unit.
void draw_source_lines(const PredictionPage& page, const PredictionPlaces& places);
// The looked unit's sum, or the way back through it; `area` as high as unit_sum_height().
void draw_unit_sum(const PredictionPage& page, Rect area, bool& backward);
float unit_sum_height(const Ui& ui, float width);

// The look of the page with another unit, and the action that looks there.
void look_at_unit(const PredictionPage& page, std::int64_t layer, std::int64_t unit);

// Text and colours of one model's answer: "yes", "24.3"; right or not.
std::string answer_text(const PredictionPage& page, const PredictionFigures::Model& model);

}  // namespace headroom::app
