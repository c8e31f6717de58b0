// headroom-cli: the work of the window in a terminal. See headroom-cli --help.
#include <iostream>
#include <string>
#include <vector>

#include "app/cli/cli.h"
#include "app/cli/interrupt.h"
#if HEADROOM_HAS_WINDOW
#include "app/state/learn_words.h"
#endif

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  headroom::cli::catch_interrupts();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
#if HEADROOM_HAS_WINDOW
  const headroom::LessonWords words = headroom::app::lesson_words({});
  return headroom::cli::run_cli(arguments, std::cout, std::cerr, &words);
#else
  return headroom::cli::run_cli(arguments, std::cout, std::cerr);
#endif
}
