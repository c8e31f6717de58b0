// As much of XML as tells whether a file is well-formed, and what stands in it.
//
//   const Xml file = parse_xml(text);     // throws std::runtime_error where it is not
//   file.all("text");                     // elements of this name, in the order of the file
#pragma once

#include <cctype>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::test {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;  // its own, with entities resolved

  float number(const std::string& attribute) const { return std::stof(attributes.at(attribute)); }
};

struct Xml {
  std::vector<XmlElement> elements;
  std::vector<const XmlElement*> all(std::string_view name) const {
    std::vector<const XmlElement*> found;
    for (const XmlElement& element : elements) {
      if (element.name == name) found.push_back(&element);
    }
    return found;
  }
};

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}
  Xml read() {
    if (rest_.starts_with("<?xml")) rest_.remove_prefix(rest_.find("?>") + 2);
    skip_blanks();
    element();
    skip_blanks();
    if (!rest_.empty()) fail("something follows the root");
    return std::move(file_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + " at '" + std::string(rest_.substr(0, 40)) + "'");
  }
  void skip_blanks() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
  }
  void expect(std::string_view what) {
    if (!rest_.starts_with(what)) fail("wanted " + std::string(what));
    rest_.remove_prefix(what.size());
  }
  std::string name() {
    std::size_t end = 0;
    while (end < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[end])) || rest_[end] == '-'))
      ++end;
    if (end == 0) fail("wanted a name");
    const std::string found(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return found;
  }
  std::string words_until(char stop) {
    static const std::map<std::string, char> kEntities{
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
    std::string words;
    while (!rest_.empty() && rest_.front() != stop) {
      if (rest_.front() == '<') fail("a bare <");
      if (static_cast<unsigned char>(rest_.front()) < 0x20 && rest_.front() != '\n')
        fail("a control character");
      if (rest_.front() != '&') {
        words += rest_.front();
        rest_.remove_prefix(1);
        continue;
      }
      const auto found = kEntities.find(std::string(rest_.substr(0, rest_.find(';') + 1)));
      if (found == kEntities.end()) fail("an unknown entity");
      words += found->second;
      rest_.remove_prefix(found->first.size());
    }
    return words;
  }
  void element() {
    expect("<");
    const std::size_t at = file_.elements.size();
    file_.elements.push_back({name(), {}, {}});
    for (skip_blanks(); !rest_.starts_with(">") && !rest_.starts_with("/>"); skip_blanks()) {
      const std::string attribute = name();
      expect("=\"");
      if (!file_.elements[at].attributes.emplace(attribute, words_until('"')).second) fail("twice the same");
      expect("\"");
    }
    if (rest_.starts_with("/>")) return rest_.remove_prefix(2);
    expect(">");
    while (!rest_.starts_with("</")) {
      file_.elements[at].text += words_until('<');
      if (rest_.empty()) fail("not closed");
      if (!rest_.starts_with("</")) element();
    }
    expect("</");
    if (name() != file_.elements[at].name) fail("closed by another name");
    expect(">");
  }

  std::string_view rest_;
  Xml file_;
};

inline Xml parse_xml(std::string_view text) { return XmlReader(text).read(); }

}  // namespace headroom::test
