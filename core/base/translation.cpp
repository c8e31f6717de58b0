#include "core/base/translation.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace headroom {

// Line by line: words (msgid, msgstr[1], ...) with a quoted text, which goes on in quoted lines behind it.
class TranslationReader {
 public:
  TranslationReader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Translation read() {
    for (; !text_.empty(); ++line_) {
      const std::size_t end = text_.find('\n');
      std::string_view line = text_.substr(0, end);
      text_.remove_prefix(end == text_.npos ? text_.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      read_line(line);
    }
    finish_entry();
    if (translation_.language_.empty()) fail("has no header that says its Language", 1);
    return std::move(translation_);
  }

 private:
  [[noreturn]] void fail(const std::string& message, std::size_t line) const {
    throw Error(ErrorCode::kBadInput, message, file_ + ":" + std::to_string(line));
  }

  void read_line(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == line.npos) return;
    line.remove_prefix(first);
    if (line.front() == '#') {
      if (!forms_.empty()) finish_entry();  // a comment stands above the entry that it belongs to
      if (line.starts_with("#,") && line.find("fuzzy") != line.npos) fuzzy_ = true;
      return;
    }
    if (line.front() != '"') {
      const std::size_t space = line.find_first_of(" \t\"");
      begin(line.substr(0, space));
      line.remove_prefix(std::min(line.find('"'), line.size()));
    }
    if (target_ == nullptr) fail("has a quoted text before the first msgid", line_);
    *target_ += unquoted(line);
  }

  void begin(std::string_view word) {
    if (word == "msgctxt" || (word == "msgid" && !forms_.empty())) finish_entry();
    if (word == "msgctxt") {
      has_context_ = true;
      target_ = &context_;
    } else if (word == "msgid") {
      has_id_ = true;
      first_line_ = line_;
      target_ = &id_;
    } else if (word == "msgid_plural") {
      target_ = &ignored_;
    } else if (word.starts_with("msgstr")) {
      const std::string expected = "msgstr[" + std::to_string(forms_.size()) + "]";
      if (!has_id_ || (word != expected && (word != "msgstr" || !forms_.empty())))
        fail(in_quotes(word) + " does not belong here", line_);
      target_ = &forms_.emplace_back();
    } else {
      fail("begins with " + in_quotes(word) + ", which is no word of such a file", line_);
    }
  }

  std::string unquoted(std::string_view quoted) const {
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"')
      fail("needs a text in \"quotes\"", line_);
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string text;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
      if (quoted[i] == '"') fail("has a quote inside of a text: write it as \\\"", line_);
      if (quoted[i] != '\\') {
        text += quoted[i];
        continue;
      }
      constexpr std::string_view kSigns = "nt\\\"", kMeanings = "\n\t\\\"";
      const std::size_t sign = ++i < quoted.size() ? kSigns.find(quoted[i]) : kSigns.npos;
      if (sign == kSigns.npos) fail("has a \\ that is none of \\n, \\t, \\\\ and \\\"", line_);
      text += kMeanings[sign];
    }
    return text;
  }

  void finish_entry() {
    if (has_id_ && forms_.empty()) fail("has a msgid without msgstr", first_line_);
    if (has_id_) take_entry();
    has_id_ = has_context_ = fuzzy_ = false;
    context_.clear();
    id_.clear();
    forms_.clear();
    target_ = nullptr;
  }

  void take_entry() {
    if (id_.empty() && !has_context_) return read_header(forms_.front());
    bool complete = !fuzzy_;
    for (const std::string& form : forms_) complete = complete && !form.empty();
    if (!complete) return;
    if (forms_.size() > 1 && forms_.size() != translation_.plurals_.forms()) {
      fail("has " + std::to_string(forms_.size()) + " plural forms, the header says " +
               std::to_string(translation_.plurals_.forms()),
           first_line_);
    }
    std::string key = has_context_ ? Translation::key(context_, id_) : id_;
    if (!translation_.texts_.emplace(std::move(key), std::move(forms_)).second)
      fail("translates " + in_quotes(id_) + " a second time", first_line_);
  }

  void read_header(std::string_view header) {
    const auto value = [header](std::string_view name) -> std::string {
      const std::size_t at = header.find(name);
      if (at == header.npos || (at > 0 && header[at - 1] != '\n')) return {};
      const std::string_view rest = header.substr(at + name.size());
      return std::string(rest.substr(0, rest.find('\n')));
    };
    translation_.language_ = value("Language: ");
    translation_.name_ = value("X-Language-Name: ");
    if (translation_.name_.empty()) translation_.name_ = translation_.language_;
    if (const std::string mark = value("X-Decimal-Mark: "); !mark.empty()) {
      if (mark != "." && mark != ",") fail("has an X-Decimal-Mark that is neither . nor ,", first_line_);
      translation_.decimal_mark_ = mark.front();
    }
    const std::string plurals = value("Plural-Forms: ");
    if (plurals.empty()) return;
    try {
      translation_.plurals_ = PluralRule(plurals);
    } catch (const Error& error) {
      fail(error.message(), first_line_);
    }
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t line_ = 1, first_line_ = 1;
  Translation translation_;
  bool has_id_ = false, has_context_ = false, fuzzy_ = false;
  std::string context_, id_, ignored_;
  std::vector<std::string> forms_;
  std::string* target_ = nullptr;  // what a quoted line goes on with
};

std::string Translation::key(std::string_view context, std::string_view english) {
  std::string key(context);
  key += '\4';  // as gettext does
  key += english;
  return key;
}

const char* Translation::find(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? nullptr : found->second.front().c_str();
}

const char* Translation::find_plural(std::string_view key, std::int64_t n) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return nullptr;
  const std::vector<std::string>& forms = found->second;
  return forms[std::min(plurals_.form(n), forms.size() - 1)].c_str();
}

Translation read_translation(std::string_view text, const std::string& file) {
  return TranslationReader(text, file).read();
}

}  // namespace headroom
