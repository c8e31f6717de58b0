// A translation for as long as a test takes; English is back behind it.
#pragma once

#include <memory>
#include <string>

#include "core/base/tr.h"
#include "core/base/translation.h"

namespace headroom::test {

class InLanguage {
 public:
  explicit InLanguage(std::shared_ptr<const Translation> translation) {
    use_translation(std::move(translation));
  }
  // A text as in a file, without the header.
  explicit InLanguage(const std::string& entries)
      : InLanguage(std::make_shared<const Translation>(read_translation(
            "msgid \"\"\nmsgstr \"Language: de\\nX-Language-Name: Deutsch\\nX-Decimal-Mark: ,\\n\"\n\n" +
                entries,
            "de.po"))) {}
  ~InLanguage() { use_translation(nullptr); }
  InLanguage(const InLanguage&) = delete;
  InLanguage& operator=(const InLanguage&) = delete;
};

}  // namespace headroom::test
