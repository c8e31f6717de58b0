#include "core/data/csv/names.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <unordered_set>

#if defined(HEADROOM_HAS_UTF8PROC)
#include <utf8proc.h>
#endif

#include "core/data/csv/text.h"

namespace headroom {

std::vector<std::string> usable_names(std::vector<std::string> names, std::vector<TableNote>& notes) {
  std::size_t composed_names = 0;
  std::unordered_set<std::string> given;
  for (std::string& name : names) {
    std::string whole = composed(name);
    composed_names += whole != name ? 1 : 0;
    name = std::move(whole);
    given.insert(name);
  }
  // Names that the file gives are kept: a made one gives way.
  const auto make_new = [&given](const std::string& stem, std::size_t number, const std::string& between) {
    std::string name = stem + between + std::to_string(number);
    for (std::size_t i = number + 1; given.contains(name); ++i) name = stem + between + std::to_string(i);
    given.insert(name);
    return name;
  };
  std::unordered_set<std::string> used;
  std::string renamed;
  std::size_t count = 0;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (names[c].empty()) {
      names[c] = make_new("x", c + 1, "");
    } else if (used.contains(names[c])) {
      const std::string old = names[c];
      names[c] = make_new(old, 2, "_");
      if (count++ < 3)
        renamed += (renamed.empty() ? "" : ", ") + std::string("column ") + std::to_string(c + 1) + " " +
                   in_quotes(old) + " is called " + in_quotes(names[c]);
    }
    used.insert(names[c]);
  }
  if (count > 0)
    notes.push_back("a name comes more than once: " + renamed +
                    (count > 3 ? ", and " + std::to_string(count - 3) + " more" : ""));
  if (composed_names > 0)
    notes.push_back(std::to_string(composed_names) + (composed_names == 1 ? " name holds" : " names hold") +
                    " letters and accents as separate characters: composed (Unicode NFC)");
  return names;
}

#if defined(HEADROOM_HAS_UTF8PROC)

std::string composed(std::string text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (plain || text.find('\0') != std::string::npos) return text;
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> whole(
      utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str())), &std::free);
  return whole ? std::string(reinterpret_cast<const char*>(whole.get())) : text;
}

#else

std::string composed(std::string text) { return text; }

#endif

}  // namespace headroom
