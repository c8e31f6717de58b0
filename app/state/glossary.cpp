#include "app/state/glossary.h"

#include <algorithm>
#include <cctype>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

const GlossaryWord* Glossary::find(std::string_view spelling) const {
  for (const GlossaryWord& word : words) {
    if (same_word(word.word, spelling)) return &word;
    for (const std::string& also : word.also) {
      if (same_word(also, spelling)) return &word;
    }
  }
  return nullptr;
}

Glossary read_glossary(const std::filesystem::path& file) {
  const Json document = read_json_file(file);
  JsonObject root(document, file.string());
  root.check_version(1);
  Glossary glossary;
  std::vector<JsonObject> objects = root.objects("words");
  for (JsonObject& object : objects) {
    GlossaryWord word{object.string("word"), object.strings("also"), object.string("text")};
    object.finish();
    std::vector<std::string> spellings = word.also;
    spellings.push_back(word.word);
    for (const std::string& spelling : spellings) {
      if (glossary.find(spelling))
        throw Error(ErrorCode::kBadInput, tr("'{1}' is explained twice", spelling), file.string());
    }
    glossary.words.push_back(std::move(word));
  }
  root.finish();
  return glossary;
}

}  // namespace headroom::app
