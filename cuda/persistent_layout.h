// Where a network lies in the shared memory of the one block that trains it (kernels/persistent.h), and
// whether it fits.
//
//   if (auto layout = persistent_layout(model, OptimizerKind::kAdam, batch, limit)) use(*layout);
//
// A neuron's weights form one line, followed by its bias, and every layer's input has a constant 1 in that
// place: so the bias is one more product in the forward pass and one more gradient in the backward pass. A
// line is an odd multiple of 4 floats long: four floats are read at once, and eight lines that are read
// together start in eight different groups of banks. The rest of a line is 0 and stays 0.
//
// Free of CUDA. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.h"
#include "core/model/spec.h"

namespace headroom::gpu {

inline constexpr int kMostPersistentLayers = 8;
inline constexpr int kPersistentTile = 4;  // rows of a batch are processed in groups of this size

// Offsets are in floats from the start of the block's memory.
struct PersistentLayer {
  int in;              // neurons below
  int out;             // neurons of this layer
  int line;            // floats of one neuron's weights, and of one row of the layer's input
  int output_line;     // floats of one row of the output
  int weight;          // [out, line]
  int moment[2];       // [out, line] each; 0 where the optimizer keeps none
  int input;           // [rows, line]: the batch, or the layer below
  int output;          // [rows, output_line]: activation; of the last layer the logits, then their gradient
  int pre_activation;  // [rows, output_line], where the backward pass needs it; else `output`
  int delta;           // [rows, output_line]: gradient by the pre-activation; last layer: `output`
};

struct PersistentLayout {
  int layers;
  int rows;  // of the batch, a whole number of tiles
  PersistentLayer layer[kMostPersistentLayers];
  int target;       // [rows] float
  int row_loss;     // [rows] float
  int row_correct;  // [rows] int32
  int order;        // [rows] uint32: the rows of the next step
  int floats;       // in total

  Bytes bytes() const { return Bytes{4} * floats; }
};

// Empty when it takes more than `limit` bytes, or more layers than the kernel supports.
std::optional<PersistentLayout> persistent_layout(const ModelSpec& model, OptimizerKind optimizer,
                                                  std::int64_t batch, Bytes limit);

}  // namespace headroom::gpu
