// SHA-256 (FIPS 180-4): tells that bytes are the same on two machines, also where somebody tries to make
// others look alike.
//
//   Sha256 hash;
//   hash.add("ab");
//   hash.add("c");
//   sha256_text(hash.digest());   // "ba7816bf...15ad"
//
// Thread rule: a plain value; one user at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headroom {

class Sha256 {
 public:
  using Digest = std::array<unsigned char, 32>;
  void add(std::string_view bytes);
  Digest digest();  // ends it: nothing may be added any more

 private:
  void take_block(const unsigned char* block);

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> rest_{};  // what does not fill a block yet
  std::size_t held_ = 0;
  std::uint64_t bytes_ = 0;
};

// 64 hexadecimal digits.
std::string sha256_text(const Sha256::Digest& digest);
std::string sha256_text(std::string_view bytes);

}  // namespace headroom
