// How each figure is measured: one function each, by what it is read from.
//
// Thread rule: that of FigureBench.
#pragma once

#include "core/run/figure_bench.h"

namespace headroom {

// From the clock, in turns (figures_time.cpp, figures_devices.cpp).
FigureResult epoch_time_ratio(FigureBench& bench);
FigureResult batch_epoch_time(FigureBench& bench);
FigureResult training_to_answering(FigureBench& bench);
FigureResult copy_share(FigureBench& bench);
FigureResult threads_speedup(FigureBench& bench);
FigureResult cpu_gpu_crossing(FigureBench& bench);

// From the ledger, to the byte what the planner says, or from the planner (figures_memory.cpp).
FigureResult memory_ratio(FigureBench& bench);
FigureResult memory_twice_rows(FigureBench& bench);
FigureResult batch_doubling_memory(FigureBench& bench);
FigureResult adam_8bit_saves(FigureBench& bench);

// From what the networks answer to the rows that validate (figures_accuracy.cpp).
FigureResult epochs_to_85(FigureBench& bench);
FigureResult first_to_90(FigureBench& bench);
FigureResult accuracy_gain(FigureBench& bench);

// From widths and columns (figures_arithmetic.cpp).
FigureResult arithmetic_ratio(FigureBench& bench);
FigureResult columns_after_degree_2(FigureBench& bench);

// What first_to_90() compares unless the request says.
const std::vector<std::string>& usual_optimizers();
// Its least and most width of the hidden layers.
inline constexpr std::int64_t kLeastCrossingWidth = 8, kMostCrossingWidth = 1024;

}  // namespace headroom
