#include "app/state/model_words.h"
#include "core/base/tr.h"

#include <cctype>

namespace headroom::app {

std::string capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string network_name(const std::string& id) {
  if (id == "small") return tr_c("a network", "Small");
  if (id == "large") return tr_c("a network", "Large");
  return id == "custom" ? tr_c("a network", "Custom") : capitalised(id);
}

std::string network_within(const std::string& id) {
  if (id == "small") return tr_c("a network", "small");
  if (id == "large") return tr_c("a network", "large");
  return id == "custom" ? tr_c("a network", "custom") : id;
}

std::string with_times_signs(std::string text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool between = std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0 &&
                         std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0;
    if (text[i] == 'x' && between) text.replace(i, 1, "×");
  }
  return text;
}

std::string model_title(const ModelChoice& choice) {
  const std::string name = network_name(choice.id), english = capitalised(choice.id);
  if (choice.title.empty()) return with_times_signs(name);
  // "Small 2x50": the network's name is said in the window's language.
  const bool named = choice.title.starts_with(english + " ");
  return with_times_signs(named ? name + choice.title.substr(english.size()) : choice.title);
}

}  // namespace headroom::app
