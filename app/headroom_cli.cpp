// headroom-cli: the work of the window in a terminal. See headroom-cli --help.
#include <iostream>
#include <string>
#include <vector>

#include "app/cli/cli.h"
#include "app/cli/interrupt.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  headroom::cli::catch_interrupts();
  return headroom::cli::run_cli(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}
