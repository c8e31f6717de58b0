#include "core/lessons/rich_text.h"

namespace headroom {

std::string plain_text(const std::vector<Span>& spans) {
  std::string text;
  for (const Span& span : spans) {
    if (!span.figure.empty()) {
      text += "{" + span.figure + "}";
    } else if (!span.target.empty()) {
      text += "[" + span.text + "]";
    } else {
      text += span.text;
    }
  }
  return text;
}

}  // namespace headroom
