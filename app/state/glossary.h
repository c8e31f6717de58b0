// Words that a beginner does not know, each explained in a sentence or two: assets/glossary.json.
//
//   const Glossary glossary = read_glossary(assets_directory() / "glossary.json");
//   glossary.find("ReLU");       // by any of its spellings, whatever their case; null: not there
//
// Thread rule: plain values; reading is for a job.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::app {

struct GlossaryWord {
  std::string word;
  std::vector<std::string> also;  // other spellings
  std::string text;
};

struct Glossary {
  std::vector<GlossaryWord> words;
  const GlossaryWord* find(std::string_view spelling) const;
};

// Throws Error{kBadInput} with file and place for what it does not understand, and for a word that is
// explained twice.
Glossary read_glossary(const std::filesystem::path& file);

}  // namespace headroom::app
