#include "app/widgets/rich_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>
#include <vector>

#include "app/widgets/anchor.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

// A word, or the number of a ring.
struct RichPiece {
  std::string text;
  ImFont* font = nullptr;
  ImVec4 ink = {};
  bool ring = false, figure = false;
  bool apart = false;  // a space stands before it
};

class RichLines {
 public:
  RichLines(const Ui& ui, const RichStyle& style)
      : ui_(ui), style_(style), font_(style.font ? style.font : ui.fonts.body) {}

  ImVec4 ink() const { return style_.ink.value_or(ui_.theme.text); }
  float step() const { return std::round(line_height(font_) * 1.22F); }

  std::vector<RichPiece> pieces(const std::vector<headroom::Span>& spans, bool strong) const {
    std::vector<RichPiece> all;
    bool apart = false;
    for (const headroom::Span& span : spans) {
      if (!span.target.empty()) {
        all.push_back({.text = span.text, .font = ui_.fonts.mono_bold, .ring = true, .apart = apart});
        apart = false;
        continue;
      }
      if (!span.figure.empty()) {
        const std::string figure = style_.figure ? style_.figure(span.figure) : "{" + span.figure + "}";
        add_words(figure, ui_.fonts.bold, ui_.theme.text, true, apart, all);
        continue;
      }
      const bool bold = strong || span.strong;
      ImFont* const font = span.code                         ? ui_.fonts.mono
                           : bold && font_ == ui_.fonts.body ? ui_.fonts.bold
                                                             : font_;
      const ImVec4 tint = span.emphasis ? mix(ink(), ui_.theme.accent, 0.45F) : bold ? ui_.theme.text : ink();
      add_words(span.text, font, tint, false, apart, all);
    }
    return all;
  }

  // Words that no space parts stay on one line, where they fit on one.
  float flow(const Rect& area, const std::vector<RichPiece>& all, bool draw) const {
    float x = 0, y = 0;
    for (std::size_t first = 0; first < all.size();) {
      std::size_t end = first + 1;
      float unit = width_of(all[first]);
      while (end < all.size() && !all[end].apart) unit += width_of(all[end++]);
      const float space = x > 0 && all[first].apart ? text_width(font_, " ") : 0;
      if (x > 0 && x + space + unit > area.w) {
        x = 0;
        y += step();
      } else {
        x += space;
      }
      for (; first < end; ++first) place(area, all[first], x, y, draw);
    }
    return y + step();
  }

 private:
  static void add_words(std::string_view text, ImFont* font, const ImVec4& ink, bool figure, bool& apart,
                        std::vector<RichPiece>& all) {
    while (!text.empty()) {
      const std::size_t end = text.find_first_of(" \n\t");
      if (const std::string_view word = text.substr(0, end); !word.empty()) {
        all.push_back({std::string(word), font, ink, false, figure, apart});
        apart = false;
      }
      if (end == std::string_view::npos) return;
      apart = true;
      text.remove_prefix(end + 1);
    }
  }

  float width_of(const RichPiece& piece) const {
    return piece.ring ? ui_.px(20) : text_width(piece.font, piece.text);
  }

  void place(const Rect& area, const RichPiece& piece, float& x, float& y, bool draw) const {
    if (piece.ring) {
      const float size = ui_.px(19);
      if (draw) number_disc(ui_, {area.x + x, area.y + y + (step() - size) / 2, size, size}, piece.text);
      x += ui_.px(20);
      return;
    }
    std::string_view rest = piece.text;
    while (!rest.empty()) {
      std::size_t fits = rest.size();
      while (fits > 1 && x + text_width(piece.font, rest.substr(0, fits)) > area.w + 0.5F) {
        if (x > 0) break;  // on a line of its own first
        do {
          --fits;
        } while (fits > 1 && (static_cast<unsigned char>(rest[fits]) & 0xC0U) == 0x80U);
      }
      const float width = text_width(piece.font, rest.substr(0, fits));
      if (x > 0 && x + width > area.w + 0.5F) {
        x = 0;
        y += step();
        continue;
      }
      const float down = (step() - line_height(piece.font)) / 2;
      if (draw) {
        draw_text(piece.font, {area.x + x, area.y + y + down}, piece.ink, rest.substr(0, fits));
        if (piece.figure) copyable({area.x + x, area.y + y, width, step()}, piece.text);
      }
      x += width;
      rest.remove_prefix(fits);
    }
  }

  const Ui& ui_;
  const RichStyle& style_;
  ImFont* font_;
};

constexpr std::string_view kPythonWords[] = {"and",  "as",     "class", "def",    "elif",  "else",   "False",
                                             "for",  "from",   "if",    "import", "in",    "is",     "lambda",
                                             "None", "not",    "or",    "print",  "raise", "return", "True",
                                             "try",  "except", "while", "with",   "yield"};

// Where the next token of a line ends.
std::size_t token_end(std::string_view line) {
  const auto of_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const char first = line.front();
  if (first == '#') return line.size();
  if (first == '"' || first == '\'') {
    const std::size_t end = line.find(first, 1);
    return end == std::string_view::npos ? line.size() : end + 1;
  }
  std::size_t end = 1;
  if (of_word(first)) {
    while (end < line.size() && of_word(line[end])) ++end;
  } else {
    while (end < line.size() && !of_word(line[end]) && line[end] != '#' && line[end] != '"' &&
           line[end] != '\'')
      ++end;
  }
  return end;
}

ImVec4 token_ink(const Ui& ui, std::string_view token, bool python) {
  const Theme& theme = ui.theme;
  const char first = token.front();
  if (first == '#') return theme.muted;
  if (first == '"' || first == '\'') return theme.good;
  if (std::isdigit(static_cast<unsigned char>(first)) || token == "True" || token == "False" ||
      token == "None")
    return theme.warning;
  const bool word =
      python && std::find(std::begin(kPythonWords), std::end(kPythonWords), token) != std::end(kPythonWords);
  return word ? theme.accent : theme.text;
}

float marker_room(const Ui& ui, const Block& block) {
  const float indent = ui.px(20) * static_cast<float>(std::min(block.level, 4));
  if (block.kind == Block::Kind::kItem) return indent + ui.px(20);
  if (block.kind == Block::Kind::kNumbered) return indent + ui.px(30);
  if (block.kind == Block::Kind::kQuote) return ui.px(14);
  return 0;
}

// Before the words of a block: a dash, a number in a disc, a line at the side.
void draw_marker(const Ui& ui, const Rect& area, const Block& block, float room, float step, float height) {
  if (block.kind == Block::Kind::kItem) {
    const float x = area.x + room - ui.px(18), y = area.y + step / 2;
    line({x, y}, {x + ui.px(9), y}, ui.theme.muted, ui.px(1.5F));
  } else if (block.kind == Block::Kind::kNumbered) {
    const float size = ui.px(20);
    const Rect disc{area.x + room - ui.px(30), area.y + (step - size) / 2, size, size};
    const std::string number = std::to_string(block.number);
    ImGui::GetWindowDrawList()->AddCircleFilled(disc.center(), size / 2,
                                                color(mix(ui.theme.panel, ui.theme.action, 0.24F)), 32);
    text_line(ui, disc, ui.fonts.mono_bold, ui.theme.text, number, Align::kCenter);
  } else if (block.kind == Block::Kind::kQuote) {
    fill({area.x, area.y, ui.px(3), height}, ui.theme.edge, ui.px(1.5F));
  }
}

float gap_before(const Ui& ui, const Block& block, const Block* before, bool apart) {
  if (before == nullptr) return 0;
  const auto listed = [](const Block& b) {
    return b.kind == Block::Kind::kItem || b.kind == Block::Kind::kNumbered;
  };
  if (block.kind == Block::Kind::kHeading) return ui.px(14);
  if (listed(block) && listed(*before)) return ui.px(6);
  return ui.px(apart ? 10 : 4);
}

}  // namespace

float draw_code(const Ui& ui, const Rect& area, std::string_view code, std::string_view language, bool draw) {
  const float pad = ui.px(14), step = std::round(line_height(ui.fonts.mono) * 1.3F);
  const float room = std::max(ui.px(40), area.w - 2 * pad), hanging = ui.px(16);
  const bool python = language == "python";
  struct Token {
    float x, y;
    std::string_view text;
  };
  std::vector<Token> tokens;
  float y = 0;
  while (!code.empty()) {
    const std::size_t end = code.find('\n');
    std::string_view rest = code.substr(0, end);
    code.remove_prefix(end == std::string_view::npos ? code.size() : end + 1);
    float x = 0;
    while (!rest.empty()) {
      std::string_view token = rest.substr(0, token_end(rest));
      float width = text_width(ui.fonts.mono, token);
      if (x > hanging && x + width > room) {
        x = hanging;
        y += step;
      }
      while (token.size() > 1 && x + width > room) {  // longer than the line
        token.remove_suffix(1);
        while (token.size() > 1 && (static_cast<unsigned char>(rest[token.size()]) & 0xC0U) == 0x80U)
          token.remove_suffix(1);
        width = text_width(ui.fonts.mono, token);
      }
      tokens.push_back({x, y, token});
      x += width;
      rest.remove_prefix(token.size());
    }
    y += step;
  }
  const float height = y + 2 * ui.px(10);
  if (!draw) return height;
  const Rect box{area.x, area.y, area.w, height};
  fill(box, mix(ui.theme.ground, ui.theme.panel, 0.25F), ui.px(8));
  stroke(box, ui.theme.line, ui.px(8));
  for (const Token& token : tokens) {
    draw_text(ui.fonts.mono, {area.x + pad + token.x, area.y + ui.px(10) + token.y},
              token_ink(ui, token.text, python), token.text);
  }
  return height;
}

float draw_rich(const Ui& ui, const Rect& area, const RichText& text, const RichStyle& style, bool draw) {
  const RichLines lines(ui, style);
  float y = 0;
  const Block* before = nullptr;
  for (const Block& block : text) {
    y += gap_before(ui, block, before, style.sentences_apart);
    before = &block;
    const Rect rest{area.x, area.y + y, area.w, 1e6F};
    if (block.kind == Block::Kind::kCode) {
      y += draw_code(ui, rest, block.spans.empty() ? std::string_view() : block.spans.front().text,
                     block.language, draw);
      continue;
    }
    const float room = marker_room(ui, block);
    const bool strong = block.kind == Block::Kind::kHeading;
    const float height = lines.flow({rest.x + room, rest.y, std::max(ui.px(40), rest.w - room), rest.h},
                                    lines.pieces(block.spans, strong), draw);
    if (draw) draw_marker(ui, rest, block, room, lines.step(), height);
    y += height;
  }
  return y;
}

}  // namespace headroom::app
