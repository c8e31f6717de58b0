#include "app/ui/fonts.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#ifdef HEADROOM_FREETYPE
#include "imgui_freetype.h"
#endif

namespace headroom::app {

namespace {

namespace fs = std::filesystem;

// Everything a person's column names and our own words use: Latin-1, Latin Extended-A, Greek, Cyrillic,
// punctuation, super- and subscripts, the euro, arrows, mathematics, geometric shapes, check marks.
constexpr ImWchar kTextRanges[] = {0x0020, 0x017F, 0x0370, 0x03FF, 0x0400, 0x045F, 0x2010,
                                   0x2044, 0x2070, 0x209F, 0x20AC, 0x20AC, 0x2190, 0x21FF,
                                   0x2200, 0x22FF, 0x25A0, 0x25FF, 0x2713, 0x2717, 0};
// The largest type sets a few words of our own.
constexpr ImWchar kHeroRanges[] = {0x0020, 0x017F, 0x2010, 0x2026, 0x2190, 0x2193, 0};

// Dear ImGui's font size is the line's height, ours is the em as everywhere else in typography.
// Ascent plus descent of the hhea tables: Inter (2728 + 680) / 2816, JetBrains Mono (1020 + 300) / 1000.
constexpr float kInterLine = 1.21f;
constexpr float kJetBrainsLine = 1.32f;

std::vector<fs::path> font_roots() {
  std::vector<fs::path> roots;
  if (const char* const data = std::getenv("XDG_DATA_HOME"); data && *data) {
    roots.push_back(fs::path(data) / "fonts");
  } else if (const char* const home = std::getenv("HOME"); home && *home) {
    roots.push_back(fs::path(home) / ".local/share/fonts");
  }
  roots.emplace_back("/usr/local/share/fonts");
  roots.emplace_back("/usr/share/fonts");
  return roots;
}

// The folders that Debian, Fedora and a manual installation use, below each root.
std::vector<char> read_font(const std::string& file, const std::vector<std::string>& folders) {
  for (const fs::path& root : font_roots()) {
    for (const std::string& folder : folders) {
      std::ifstream in(root / folder / file, std::ios::binary);
      if (!in) continue;
      std::vector<char> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      if (!bytes.empty()) return bytes;
    }
  }
  return {};
}

}  // namespace

FontSet::FontSet() {
  const std::vector<std::string> inter = {"", "opentype/inter", "truetype/inter", "inter"};
  const std::vector<std::string> jetbrains = {"", "truetype/jetbrains-mono", "jetbrains-mono",
                                              "jetbrains-mono-fonts"};
  regular_ = {read_font("Inter-Regular.otf", inter), kInterLine};
  semibold_ = {read_font("Inter-SemiBold.otf", inter), kInterLine};
  bold_ = {read_font("Inter-Bold.otf", inter), kInterLine};
  mono_ = {read_font("JetBrainsMono-Regular.ttf", jetbrains), kJetBrainsLine};
  mono_bold_ = {read_font("JetBrainsMono-Bold.ttf", jetbrains), kJetBrainsLine};
  if (regular_.file.empty() || semibold_.file.empty() || bold_.file.empty()) {
    missing_.emplace_back("fonts-inter");
  }
  if (mono_.file.empty() || mono_bold_.file.empty()) missing_.emplace_back("fonts-jetbrains-mono");
}

// Glyphs that `main` lacks are taken from `rest`.
ImFont* FontSet::add(const Face& main, const Face& rest, float em_pixels, const ImWchar* ranges) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;  // the bytes stay here for the next scale
  config.OversampleH = em_pixels < 24 ? 2 : 1;
  config.OversampleV = 1;
  const auto add_face = [&](const Face& face) {
    return atlas.AddFontFromMemoryTTF(const_cast<char*>(face.file.data()), static_cast<int>(face.file.size()),
                                      std::round(em_pixels * face.line_height), &config, ranges);
  };
  if (main.file.empty() && rest.file.empty()) {
    ImFontConfig built_in;
    built_in.SizePixels = em_pixels;
    return atlas.AddFontDefault(&built_in);
  }
  if (main.file.empty()) return add_face(rest);
  ImFont* const font = add_face(main);
  if (!rest.file.empty()) {
    config.MergeMode = true;
    add_face(rest);
  }
  return font;
}

void FontSet::build(float scale, float pixel_ratio) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  io.Fonts->Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  const auto pixels = [&](float at_100_percent) { return at_100_percent * scale * pixel_ratio; };
  fonts_.body = add(regular_, mono_, pixels(15), kTextRanges);
  fonts_.bold = add(semibold_, mono_, pixels(15), kTextRanges);
  fonts_.small = add(regular_, mono_, pixels(13), kTextRanges);
  fonts_.mono = add(mono_, regular_, pixels(13), kTextRanges);
  fonts_.mono_bold = add(mono_bold_, semibold_, pixels(13), kTextRanges);
  fonts_.title = add(bold_, mono_bold_, pixels(18), kTextRanges);
  fonts_.hero = add(bold_, mono_bold_, pixels(34), kHeroRanges);
  io.FontDefault = fonts_.body;
  io.FontGlobalScale = 1.0f / pixel_ratio;
#ifdef HEADROOM_FREETYPE
  io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  // Not light hinting: 1.86 rounds its fractional widths up, and the letters drift apart.
  io.Fonts->FontBuilderFlags = 0;
#endif
#if IMGUI_VERSION_NUM < 19200
  io.Fonts->Build();
#endif
}

}  // namespace headroom::app
