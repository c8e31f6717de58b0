// headroom: the window. See headroom --help.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "app/state/script.h"
#include "app/window/frame_loop.h"
#include "app/window/window.h"
#include "core/base/join.h"
#include "core/io/build_id.h"
#include "core/io/languages.h"

namespace {

constexpr int kNoDisplay = 3;  // run.sh then offers the terminal
constexpr const char* kStatuses =
    "Exit status: 0 done, 1 the work failed, 2 wrong usage, 3 no display, 4 the display was lost (the run is "
    "kept,\n"
    "and it is said where).\n";

// "1440x900"; empty when it is anything else.
std::string parse_size(const std::string& text, headroom::app::Options& options) {
  int width = 0, height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2 || width < 100 || height < 100 ||
      width > 16384 || height > 16384) {
    return "'" + text + "' is no window size: write it as 1440x900";
  }
  options.width = width;
  options.height = height;
  return {};
}

// Empty when there is such a language.
std::string parse_language(const std::string& text) {
  const std::vector<headroom::Language> known = headroom::languages();
  const auto is_it = [&](const headroom::Language& each) { return each.code == text; };
  if (text == "system" || std::any_of(known.begin(), known.end(), is_it)) return {};
  return "there is no language '" + text + "': use one of system, " +
         headroom::join(known, &headroom::Language::code);
}

}  // namespace

int main(int argc, char** argv) {
  headroom::app::Options options;
  CLI::App cli("Watch neural networks train, and know beforehand whether they fit into memory.", "headroom");
  std::string size, theme;
  float scale = 1;
  cli.add_option(
      "FILE", options.file,
      "a CSV file to open, a model's config.json to plan, a run's folder to go on with, or a workspace "
      "(FILE.headroom)");
  cli.add_option("--preset", options.preset, "open this preset (headroom-cli presets lists them)");
  cli.add_option("--device", options.device, "cpu, cuda or cuda:N");
  cli.add_option("--script", options.script, "carry out the actions in this file");
  std::string tour;
  CLI::Option* const autoplay =
      cli.add_option("--autoplay", tour,
                     "play a tour by itself for a hall or a fair, again and again: scalability or "
                     "infrastructure; without a name all of them. A key ends it")
          ->expected(0, 1);
  cli.add_option("--size", size, "window size in pixels, as 1440x900")->check([&](const std::string& text) {
    return parse_size(text, options);
  });
  cli.add_option("--theme", theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
  cli.add_option("--language", options.language, "en, de, or system: as LC_ALL, LC_MESSAGES or LANG say")
      ->check([](const std::string& text) { return parse_language(text); });
  CLI::Option* const has_scale =
      cli.add_option("--text-scale", scale, "1 to 2.5")->check(CLI::Range(1.0f, 2.5f));
  cli.set_version_flag("--version", "headroom " + headroom::program_version());
  std::string footer = "Press ? in the window for its keys.\n";
  footer += kStatuses;
  footer += "Actions of a script, one per line:\n";
  for (const std::string& line : headroom::app::script_actions()) footer += "  " + line + "\n";
  cli.footer(footer);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (*autoplay) options.autoplay = tour;
  if (!theme.empty()) options.dark = theme == "dark";
  if (*has_scale) options.text_scale = scale;
  try {
    return headroom::app::run_window(options);
  } catch (const headroom::app::NoDisplay& error) {
    std::fprintf(stderr, "headroom: %s\n", error.what());
    return kNoDisplay;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "headroom: %s\n", error.what());
    return 1;
  }
}
