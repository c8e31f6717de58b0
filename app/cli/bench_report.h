// What `bench` prints: tables, or one document.
#pragma once

#include <iosfwd>
#include <vector>

#include "app/cli/bench_measure.h"
#include "core/base/json_fwd.h"

namespace headroom::cli {

Json bench_document(const std::vector<BenchResult>& results, const BenchOptions& options);
void print_bench_tables(const std::vector<BenchResult>& results, const BenchOptions& options,
                        std::ostream& out);

}  // namespace headroom::cli
