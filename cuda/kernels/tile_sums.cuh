// Products by one block out of shared memory: tiles of 4 x 4 sums in registers.
#pragma once

namespace headroom::gpu {

inline constexpr int kWarp = 32;
inline constexpr int kTile = 4;
// On the way up and down four neighbouring lanes share a tile; each adds every fourth of its terms.
inline constexpr int kLanes = 4;
inline constexpr int kTilesPerWarp = kWarp / kLanes;
inline constexpr unsigned kFullWarp = 0xffffffffU;

// Four floats that are read and written at once, by way of float4, from a place that is a multiple of 4.
struct Quad {
  float at[4];
};
__device__ inline Quad load(const float* from) {
  const float4 v = *reinterpret_cast<const float4*>(from);
  return {v.x, v.y, v.z, v.w};
}
__device__ inline void store(float* to, const Quad& quad) {
  *reinterpret_cast<float4*>(to) = float4{quad.at[0], quad.at[1], quad.at[2], quad.at[3]};
}

using Sums = float[kTile][kTile];

__device__ inline int tiles_of(int count) { return (count + kTile - 1) / kTile; }

// Adds the sums of four neighbouring lanes, always in the same order; lane q gets row q of the total.
__device__ inline Quad add_lanes(const Sums& sum, int lane) {
  const bool lower = (lane & 2) != 0;
  float half[2][kTile];
  for (int r = 0; r < 2; ++r) {
    for (int c = 0; c < kTile; ++c) {
      const float given = lower ? sum[r][c] : sum[r + 2][c];
      const float kept = lower ? sum[r + 2][c] : sum[r][c];
      half[r][c] = kept + __shfl_xor_sync(kFullWarp, given, 2);
    }
  }
  const bool odd = (lane & 1) != 0;
  Quad total;
  for (int c = 0; c < kTile; ++c) {
    const float given = odd ? half[0][c] : half[1][c];
    const float kept = odd ? half[1][c] : half[0][c];
    total.at[c] = kept + __shfl_xor_sync(kFullWarp, given, 1);
  }
  return total;
}

// The tiles of a [rows, columns] product, each shared by four lanes: add(row, column, lane, sum) adds a
// lane's terms, keep(row, column, quad) gets one row of the total. Whole warps go along, because their lanes
// exchange sums; those beyond the last tile repeat it and keep nothing.
template <int kThreads, typename Add, typename Keep>
__device__ void for_each_tile(int rows, int columns, const Add& add, const Keep& keep) {
  const int lane = static_cast<int>(threadIdx.x) % kLanes;
  const int across = tiles_of(columns);
  const int count = tiles_of(rows) * across;
  const int first = static_cast<int>(threadIdx.x) / kWarp * kTilesPerWarp;
  for (int group = first; group < count; group += kThreads / kLanes) {
    const int wanted = group + static_cast<int>(threadIdx.x) % kWarp / kLanes;
    const int tile = wanted < count ? wanted : count - 1;
    const int row = tile / across * kTile;
    const int column = tile % across * kTile;
    Sums sum = {};
    add(row, column, lane, sum);
    const Quad total = add_lanes(sum, lane);
    if (wanted < count && row + lane < rows) keep(row + lane, column, total);
  }
}

}  // namespace headroom::gpu
