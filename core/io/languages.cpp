#include "core/io/languages.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/text_file.h"
#include "core/base/translation.h"
#include "core/base/utf8.h"
#include "core/io/presets.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

constexpr Bytes kLargestTranslation = 16 * kMiB;

Translation read(const fs::path& file) {
  return read_translation(read_first_bytes(file, kLargestTranslation), file.string());
}

std::string_view setting(const char* name) {
  const char* const value = std::getenv(name);
  return value ? value : "";
}

// "de_AT.UTF-8" -> "de"; "" where it is not known.
std::string known_code(std::string_view locale, const std::vector<Language>& known) {
  const std::string_view code = locale.substr(0, locale.find_first_of("_.@"));
  const bool is_known =
      std::any_of(known.begin(), known.end(), [code](const Language& each) { return each.code == code; });
  return is_known ? std::string(code) : std::string();
}

}  // namespace

std::vector<Language> languages() {
  std::vector<Language> all;
  std::error_code failure;
  for (fs::directory_iterator it(assets_directory() / "languages", failure), end; !failure && it != end;
       it.increment(failure)) {
    if (it->path().extension() != ".po") continue;
    const std::string code = it->path().stem().string();
    try {
      all.push_back({code, read(it->path()).name()});
    } catch (const Error&) {
      all.push_back({code, code});
    }
  }
  std::sort(all.begin(), all.end(), [](const Language& a, const Language& b) { return a.code < b.code; });
  all.insert(all.begin(), {"en", "English"});
  return all;
}

std::string system_language(const std::vector<Language>& known) {
  std::string_view locale;
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (locale = setting(name); !locale.empty()) break;
  }
  if (locale.empty() || locale == "C" || locale == "POSIX" || locale.starts_with("C.")) return "en";
  for (const std::string& each : split(setting("LANGUAGE"), ':')) {
    if (std::string code = known_code(each, known); !code.empty()) return code;
  }
  const std::string code = known_code(locale, known);
  return code.empty() ? "en" : code;
}

std::shared_ptr<const Translation> read_language(std::string_view code) {
  if (code == "en") return nullptr;
  const std::vector<Language> known = languages();
  if (code.empty() || known_code(code, known) != code) {
    throw Error(ErrorCode::kUsage,
                "there is no language " + in_quotes(code) + ": use one of " + join(known, &Language::code));
  }
  const fs::path file = assets_directory() / "languages" / (std::string(code) + ".po");
  return std::make_shared<const Translation>(read(file));
}

}  // namespace headroom
