#include "core/lessons/markdown.h"

#if !defined(HEADROOM_HAS_MD4C)

namespace headroom {

bool markdown_available() { return false; }

std::vector<MarkdownBlock> read_markdown(std::string_view, int first_line, const LessonWords&,
                                         Faults& faults) {
  faults.add(first_line,
             "lessons cannot be read: this build has no Markdown reader; install libmd4c-dev and build again",
             ErrorCode::kUnsupported);
  return {};
}

}  // namespace headroom

#else

#include <md4c.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "core/base/utf8.h"
#include "core/lessons/text_lines.h"

namespace headroom {

namespace {

bool is_figure_name(std::string_view name) {
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_ring_number(std::string_view text) {
  return !text.empty() && text.size() <= 2 && text[0] >= '1' && text[0] <= '9' &&
         (text.size() == 1 || (text[1] >= '0' && text[1] <= '9'));
}

// A character by its number, in UTF-8; empty for what is none.
std::string character(std::uint32_t code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
  if (code < 0x10000)
    return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
  return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
          byte(0x80 | (code & 0x3F))};
}

// "&lt;" or "&#215;" as the character that it means; empty for the thousands of names that nobody needs in
// UTF-8.
std::string entity_text(std::string_view entity) {
  struct Named {
    std::string_view name, text;
  };
  static constexpr Named kNamed[] = {{"&amp;", "&"},   {"&lt;", "<"},   {"&gt;", ">"},
                                     {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", "\xC2\xA0"}};
  for (const Named& named : kNamed) {
    if (named.name == entity) return std::string(named.text);
  }
  if (!entity.starts_with("&#") || !entity.ends_with(";")) return {};
  const bool hexadecimal = entity.size() > 2 && (entity[2] == 'x' || entity[2] == 'X');
  const std::string_view digits = entity.substr(hexadecimal ? 3 : 2, entity.size() - (hexadecimal ? 4 : 3));
  std::uint32_t code = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, code, hexadecimal ? 16 : 10);
  return read.ec == std::errc() && read.ptr == end ? character(code) : std::string();
}

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  return attribute.text == nullptr ? std::string() : std::string(attribute.text, attribute.size);
}

// Of a list that was begun, and nothing of it was read yet. Outside of the class: Clang 14 cannot make one
// inside.
struct ListItem {
  int number = 0;  // 0: of a list without numbers
  char task = 0;
  const char* mark = nullptr;  // of a task, in the text
};

// Collects the blocks of which md4c tells while it reads.
class MarkdownReader {
 public:
  MarkdownReader(std::string_view text, int first_line, const LessonWords& words, Faults& faults)
      : lines_(text, first_line), words_(words), faults_(faults), line_(first_line) {}

  void enter_block(MD_BLOCKTYPE type, const void* detail);
  void leave_block(MD_BLOCKTYPE type, const void* detail);
  void enter_span(MD_SPANTYPE type, const void* detail);
  void leave_span(MD_SPANTYPE type);
  void text(MD_TEXTTYPE type, std::string_view piece);

  std::vector<MarkdownBlock> take() {
    close();
    return std::move(blocks_);
  }

 private:
  MarkdownBlock& open(Block::Kind kind);
  MarkdownBlock& leaf();  // the open one, or what begins here
  void close();
  void begin_list(int number);
  void begin_code(const MD_BLOCK_CODE_DETAIL& code);
  void refuse(const char* message);
  void place(const char* at);  // of the piece that comes now
  void append(std::string_view words);
  void append_with_figures(std::string_view piece);
  void append_figure(std::string_view name);
  void begin_ring(const MD_SPAN_A_DETAIL& link);
  void end_ring();
  Span styled() const;

  TextLines lines_;
  const LessonWords& words_;
  Faults& faults_;
  std::vector<MarkdownBlock> blocks_;
  std::optional<MarkdownBlock> open_;
  std::vector<int> lists_;  // those that are open: the number of the next item; 0: without numbers
  std::optional<ListItem> item_;
  std::optional<Span> ring_;
  int quotes_ = 0, strong_ = 0, emphasis_ = 0, code_ = 0, pictures_ = 0;
  int line_;                       // of the newest piece
  const char* refused_ = nullptr;  // what to say of the block that is being read and left out
  bool refusal_said_ = false;
};

void MarkdownReader::place(const char* at) {
  if (!lines_.holds(at)) return;
  line_ = lines_.seen(at);
  if (!open_ || open_->block.line > 0) return;
  Block& block = open_->block;
  block.line = line_;
  if (block.kind != Block::Kind::kCode || block.spans.empty()) return;
  // A fence that has no word: what came before this piece are its empty lines.
  const std::string& before = block.spans[0].text;
  block.line -= 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

MarkdownBlock& MarkdownReader::open(Block::Kind kind) {
  close();
  MarkdownBlock& made = open_.emplace();
  made.in_list = !lists_.empty();
  made.top = lists_.empty() && quotes_ == 0;
  made.block.level = static_cast<int>(lists_.size());
  made.block.kind = kind;
  return made;
}

MarkdownBlock& MarkdownReader::leaf() {
  if (open_) return *open_;
  if (!item_) return open(quotes_ > 0 ? Block::Kind::kQuote : Block::Kind::kParagraph);
  const ListItem item = *item_;
  item_.reset();
  MarkdownBlock& made = open(item.number > 0 ? Block::Kind::kNumbered : Block::Kind::kItem);
  made.block.level = static_cast<int>(lists_.size()) - 1;
  made.block.number = item.number;
  made.task = item.task;
  if (item.mark != nullptr) place(item.mark);
  return made;
}

void MarkdownReader::close() {
  if (item_ && !open_) leaf();  // an item without words
  if (!open_) return;
  Block& block = open_->block;
  const bool code = block.kind == Block::Kind::kCode;
  if (block.line == 0) {  // none of its pieces lies in the text
    block.line = line_ = lines_.find_next([code](std::string_view content) {
      return code ? content.starts_with("```") || content.starts_with("~~~") : !content.empty();
    });
  }
  if (code) {
    if (block.spans.empty()) block.spans.emplace_back();
    block.spans[0].code = true;
    std::string& text = block.spans[0].text;
    if (text.ends_with('\n')) text.pop_back();
  }
  if (block.kind == Block::Kind::kHeading && !open_->top) {
    faults_.add(block.line, "a heading lies in a list or in a quote: begin it where its line begins");
  }
  const bool item = block.kind == Block::Kind::kItem || block.kind == Block::Kind::kNumbered;
  if (item && block.spans.empty() && open_->task == 0) {  // "+ 3) is a sum": two lists, one in the other
    faults_.add(block.line, "an item says nothing: write its words, or begin the line with another sign");
  }
  const bool words = block.kind == Block::Kind::kParagraph || block.kind == Block::Kind::kQuote;
  if (!words || !block.spans.empty()) blocks_.push_back(std::move(*open_));
  open_.reset();
}

void MarkdownReader::begin_list(int number) {
  close();
  lists_.push_back(number);
}

void MarkdownReader::begin_code(const MD_BLOCK_CODE_DETAIL& code) {
  close();
  open(Block::Kind::kCode).block.language = attribute_text(code.info);
  place(code.info.text);
}

void MarkdownReader::refuse(const char* message) {
  close();
  refused_ = message;
  refusal_said_ = false;
}

void MarkdownReader::enter_block(MD_BLOCKTYPE type, const void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      close();
      ++quotes_;
      break;
    case MD_BLOCK_UL: begin_list(0); break;
    case MD_BLOCK_OL:
      begin_list(static_cast<int>(
          std::clamp(static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start, 1U, 999'999'999U)));
      break;
    case MD_BLOCK_LI: {
      close();
      const auto& item = *static_cast<const MD_BLOCK_LI_DETAIL*>(detail);
      item_.emplace();
      if (!lists_.empty() && lists_.back() > 0) item_->number = lists_.back()++;
      if (item.is_task == 0) break;
      item_->task = item.task_mark == ' ' ? ' ' : 'x';
      item_->mark = lines_.at(item.task_mark_offset);
      break;
    }
    case MD_BLOCK_H:
      close();
      open(Block::Kind::kHeading).block.level =
          static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level);
      break;
    case MD_BLOCK_CODE: begin_code(*static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)); break;
    case MD_BLOCK_P:
      if (open_) close();
      leaf();
      break;
    case MD_BLOCK_HR:
      close();
      line_ = lines_.find_next([](std::string_view content) {
        return content.size() >= 3 && content.find_first_not_of("-*_ \t") == content.npos;
      });
      faults_.add(line_, "a rule across the page is not drawn: remove it, or begin a heading");
      break;
    case MD_BLOCK_HTML:
      refuse("HTML is not read here: write **strong**, *emphasis*, `code` or a list");
      break;
    case MD_BLOCK_TABLE: refuse("a table is not drawn: write a list, or a block of code"); break;
    default: break;
  }
}

void MarkdownReader::leave_block(MD_BLOCKTYPE type, const void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      close();
      --quotes_;
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      close();
      lists_.pop_back();
      break;
    case MD_BLOCK_CODE: {
      close();
      const char fence = static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)->fence_char;
      if (fence != 0)
        lines_.find_next([fence](std::string_view content) {  // the one that ends it
          return content.size() >= 3 && content.find_first_not_of(fence) == content.npos;
        });
      break;
    }
    case MD_BLOCK_LI:
    case MD_BLOCK_H:
    case MD_BLOCK_P: close(); break;
    case MD_BLOCK_HTML:
    case MD_BLOCK_TABLE:
      if (!refusal_said_) faults_.add(line_, refused_);
      refused_ = nullptr;
      break;
    default: break;
  }
}

void MarkdownReader::enter_span(MD_SPANTYPE type, const void* detail) {
  if (refused_ != nullptr) return;
  switch (type) {
    case MD_SPAN_STRONG: ++strong_; break;
    case MD_SPAN_EM: ++emphasis_; break;
    case MD_SPAN_CODE: ++code_; break;
    case MD_SPAN_A: begin_ring(*static_cast<const MD_SPAN_A_DETAIL*>(detail)); break;
    case MD_SPAN_IMG: {
      const MD_ATTRIBUTE& source = static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src;
      leaf();
      place(source.text);
      faults_.add(line_,
                  "the picture " + in_quotes(attribute_text(source)) +
                      " cannot be shown: the window is the picture; lay a ring around what is meant, as "
                      "in [1](#stage.load)");
      ++pictures_;
      break;
    }
    default: break;
  }
}

void MarkdownReader::leave_span(MD_SPANTYPE type) {
  if (refused_ != nullptr) return;
  switch (type) {
    case MD_SPAN_STRONG: --strong_; break;
    case MD_SPAN_EM: --emphasis_; break;
    case MD_SPAN_CODE: --code_; break;
    case MD_SPAN_A: end_ring(); break;
    case MD_SPAN_IMG: --pictures_; break;
    default: break;
  }
}

void MarkdownReader::begin_ring(const MD_SPAN_A_DETAIL& link) {
  leaf();
  place(link.href.text);
  ring_ = styled();
  ring_->target = attribute_text(link.href);
}

void MarkdownReader::end_ring() {
  if (!ring_) return;
  Span ring = std::move(*ring_);
  ring_.reset();
  if (!ring.target.starts_with('#')) {
    faults_.add(line_, "the link to " + in_quotes(ring.target) +
                           " leads out of the window: a link is a ring around something in it, as in "
                           "[1](#stage.load); write an address as text");
  } else if (ring.target.size() == 1 || ring.target.find_first_of(" \t\n") != std::string::npos) {
    faults_.add(line_, "a ring does not say what it lies around: write [1](#name)");
  } else if (!is_ring_number(ring.text)) {
    faults_.add(line_, "the ring around " + in_quotes(ring.target) + " is called " + in_quotes(ring.text) +
                           ": give it a number from 1 to 99");
  } else {
    ring.target.erase(0, 1);
    faults_.check(line_, words_.target, ring.target);
    leaf().block.spans.push_back(std::move(ring));
  }
}

void MarkdownReader::text(MD_TEXTTYPE type, std::string_view piece) {
  if (refused_ == nullptr) leaf();
  place(piece.data());
  if (refused_ != nullptr) {
    const bool comment =
        piece.substr(std::min(piece.find_first_not_of(' '), piece.size())).starts_with("<!--");
    if (!refusal_said_ && !(type == MD_TEXT_HTML && comment)) faults_.add(line_, refused_);
    refusal_said_ = true;
    return;
  }
  switch (type) {
    case MD_TEXT_NORMAL: append_with_figures(piece); break;
    case MD_TEXT_BR: append("\n"); break;
    case MD_TEXT_SOFTBR: append(" "); break;
    case MD_TEXT_ENTITY: {
      const std::string meant = entity_text(piece);
      if (meant.empty()) faults_.add(line_, in_quotes(piece) + " is not known: write the character itself");
      append(meant);
      break;
    }
    case MD_TEXT_HTML:
      if (piece.starts_with("<!--")) break;
      faults_.add(line_,
                  "HTML is not read here: write **strong**, *emphasis* or `code`, and \\< for the sign");
      break;
    default: append(piece); break;
  }
}

Span MarkdownReader::styled() const {
  Span span;
  span.strong = strong_ > 0;
  span.emphasis = emphasis_ > 0;
  span.code = code_ > 0;
  return span;
}

void MarkdownReader::append(std::string_view words) {
  if (pictures_ > 0 || words.empty()) return;
  if (ring_) {
    ring_->text += words;
    return;
  }
  std::vector<Span>& spans = leaf().block.spans;
  const Span style = styled();
  const bool goes_on = !spans.empty() && spans.back().target.empty() && spans.back().figure.empty() &&
                       spans.back().strong == style.strong && spans.back().emphasis == style.emphasis &&
                       spans.back().code == style.code;
  if (!goes_on) spans.push_back(style);
  spans.back().text += words;
}

void MarkdownReader::append_figure(std::string_view name) {
  if (pictures_ > 0) return;
  if (ring_) {
    faults_.add(line_, "a ring is called {" + std::string(name) + "}: give it a number from 1 to 99");
    return;
  }
  faults_.check(line_, words_.figure, name);
  Span figure = styled();
  figure.figure = name;
  leaf().block.spans.push_back(std::move(figure));
}

// "costs {epoch_time} on": a brace that begins no name is a fault, unless a backslash stands before it,
// behind which md4c begins a piece.
void MarkdownReader::append_with_figures(std::string_view piece) {
  std::size_t from = piece.starts_with('{') && lines_.escaped(piece.data()) ? 1 : 0;
  if (from > 0) append("{");
  while (true) {
    const std::size_t begin = piece.find('{', from);
    append(piece.substr(from, begin - from));
    if (begin == piece.npos) return;
    const std::size_t end = piece.find('}', begin);
    const std::string_view name = piece.substr(begin + 1, end == piece.npos ? 0 : end - begin - 1);
    if (!is_figure_name(name)) {
      faults_.add(line_,
                  in_quotes(piece.substr(begin)) +
                      " names no figure: write {name} with small letters, digits and '_' on one line, or "
                      "\\{ for the brace itself");
      append(piece.substr(begin));
      return;
    }
    append_figure(name);
    from = end + 1;
  }
}

// What is thrown must not go through the frames of a library in C: it is kept, and reading ends.
struct MarkdownReading {
  MarkdownReader reader;
  std::exception_ptr thrown = {};

  template <typename Work>
  static int call(void* self, const Work& work) {
    auto& reading = *static_cast<MarkdownReading*>(self);
    try {
      work(reading.reader);
      return 0;
    } catch (...) {
      reading.thrown = std::current_exception();
      return 1;
    }
  }
};

}  // namespace

bool markdown_available() { return true; }

std::vector<MarkdownBlock> read_markdown(std::string_view text, int first_line, const LessonWords& words,
                                         Faults& faults) {
  MarkdownReading reading{MarkdownReader(text, first_line, words, faults)};
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return MarkdownReading::call(self, [&](MarkdownReader& reader) { reader.enter_block(type, detail); });
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return MarkdownReading::call(self, [&](MarkdownReader& reader) { reader.leave_block(type, detail); });
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    return MarkdownReading::call(self, [&](MarkdownReader& reader) { reader.enter_span(type, detail); });
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
    return MarkdownReading::call(self, [&](MarkdownReader& reader) { reader.leave_span(type); });
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* piece, MD_SIZE size, void* self) {
    return MarkdownReading::call(self, [&](MarkdownReader& reader) { reader.text(type, {piece, size}); });
  };
  const int status = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &reading);
  if (reading.thrown) std::rethrow_exception(reading.thrown);
  if (status != 0) throw std::bad_alloc();  // its only other failure
  return reading.reader.take();
}

}  // namespace headroom

#endif
