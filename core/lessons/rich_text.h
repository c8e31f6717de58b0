// Text of lessons and questions as it is drawn: blocks of spans, read from Markdown.
//
// Of Markdown: headings, paragraphs, lists, block quotes, fenced code, **strong**, *emphasis*, `code`. Two
// things mean more than usual:
//
//   [2](#model.large.epoch)   a numbered ring that ties the words to a control or a figure of the window
//   {large_epoch_time}        a figure of this machine, filled in when the text is drawn (Span::figure)
//
// In code, braces are braces; elsewhere "\{" is one. Pictures, tables, rules and HTML are faults, but for
// comments
// (<!-- for whoever writes -->). Space before a line means nothing but that it belongs to an item.
//
// Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

namespace headroom {

struct Span {
  std::string text;  // of a ring: its number; of a figure: empty
  bool strong = false;
  bool emphasis = false;
  bool code = false;
  std::string target = {};  // a ring: the name of what it lies around
  std::string figure = {};  // the name of the figure that stands here
};

struct Block {
  enum class Kind { kParagraph, kHeading, kItem, kNumbered, kQuote, kCode };
  Kind kind = Kind::kParagraph;
  std::vector<Span> spans = {};  // of code: one span with all its lines
  int level = 0;                 // of a heading 1 to 6; of an item how deep it lies, from 0; of others in how
                                 // many lists
  int number = 0;                // of a numbered item
  std::string language = {};     // of code: "python"
  int line = 0;                  // where it stands in the file, from 1
};

using RichText = std::vector<Block>;

// The words alone, rings as "[2]" and figures as "{name}".
std::string plain_text(const std::vector<Span>& spans);

}  // namespace headroom
