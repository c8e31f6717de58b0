// Tables that are arrays already: NumPy's .npy and .npz, and safetensors.
//
//   if (is_array_file(path)) table = read_array_table(path, progress);
//
// One array of two dimensions is a table without names: the columns are x1, x2, ... and the last one is the
// target unless another is chosen. Two arrays with equally many rows are features [rows, columns] and a
// target [rows], whatever their order; the target has its array's name. Numbers of every kind are read; .npy
// also holds texts (labels) and booleans. Source: NumPy's format description (numpy.lib.format, versions 1 to
// 3).
//
// Throws Error{kBadInput}: objects (pickled), structures, other shapes, several arrays of which two cannot be
// told apart, damaged or cut off; Error{kUnsupported} for .npz where this build has no libzip. Thread rule:
// pure functions.
#pragma once

#include <string>

#include "core/base/progress.h"
#include "core/data/csv/csv.h"

namespace headroom {

// By its name: .npy, .npz, .safetensors.
bool is_array_file(const std::string& path);

CsvTable read_array_table(const std::string& path, const Progress& progress);

// A table of any kind: an array file, else a text as read_csv() reads it.
CsvTable read_table(const std::string& path, const CsvOptions& options, Progress& progress);

}  // namespace headroom
