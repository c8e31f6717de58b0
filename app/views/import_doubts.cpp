#include "app/views/import_doubts.h"

#include <algorithm>
#include <vector>

#include "app/views/column_words.h"
#include "app/views/import_words.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

// " (file.csv:3:5)"; the folder is in every other message.
std::string place_text(const std::string& where) {
  const std::size_t slash = where.find_last_of('/');
  const std::string file = slash == std::string::npos ? where : where.substr(slash + 1);
  return file.empty() ? "" : " (" + file + ")";
}

}  // namespace

ImportDoubts::ImportDoubts(const ViewContext& context, Rect area, bool draw)
    : context_(context), rest_(area), draw_(draw) {
  rest_.h = 1e6F;
}

Rect ImportDoubts::take(float height, float gap) {
  used_ += height + gap;
  return rest_.take_top(height, gap);
}

void ImportDoubts::add(const Doubt& doubt, const std::string& column) {
  const Ui& ui = context_.ui;
  const std::string text = sentence(column_words(doubt.text)) + place_text(doubt.where);
  const std::vector<TableRemedy> offered = with_buttons(doubt.otherwise);
  std::vector<std::string> titles;
  float buttons = 0;
  for (const TableRemedy& remedy : offered) {
    titles.push_back(remedy_title(remedy));
    buttons += button_width(ui, {.label = titles.back(), .small = true}) + ui.px(8);
  }
  const float words = text_width(ui.fonts.small, text) + 1;
  Rect line = take(ui.px(4), 0);
  float x = rest_.x;
  if (words + ui.px(8) + buttons <= rest_.w) {  // all in one line
    line = take(ui.px(28), ui.px(2));
    if (draw_) text_line(ui, {x, line.y, words, line.h}, ui.fonts.small, ui.theme.warning, text);
    x += words + ui.px(8);
  } else {
    const Rect all = take(wrapped_height(ui.fonts.small, text, rest_.w), ui.px(4));
    if (draw_) draw_wrapped(ui.fonts.small, all.min(), all.w, ui.theme.warning, text);
    if (!titles.empty()) line = take(ui.px(28), ui.px(6));
  }
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::string id = titles[i] + " of " + column;
    const ButtonSpec spec{.id = id.c_str(), .label = titles[i], .small = true};
    const float width = std::min(button_width(ui, spec), rest_.w);
    if (x > rest_.x && x + width > rest_.right()) {
      line = take(ui.px(28), ui.px(6));
      x = rest_.x;
    }
    if (draw_ && button(ui, {x, line.y, width, line.h}, spec)) {
      context_.actions.emplace_back(
          action::ImportOptions{remedied(context_.state.import_state.options, offered[i]),
                                reading_remedied(context_.state.import_state.reading, offered[i])});
    }
    x += width + ui.px(8);
  }
}

}  // namespace headroom::app
