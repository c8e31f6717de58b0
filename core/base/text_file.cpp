#include "core/base/text_file.h"

#include <algorithm>
#include <fstream>

#include "core/base/error.h"

namespace headroom {

std::string read_first_bytes(const std::filesystem::path& file, Bytes most) {
  const std::string name = file.string();
  std::error_code failure;
  const auto status = std::filesystem::status(file, failure);
  if (!std::filesystem::exists(status)) throw Error(ErrorCode::kNotFound, "there is no such file", name);
  if (!std::filesystem::is_regular_file(status)) {
    throw Error(ErrorCode::kBadInput, "this is not a file: name one", name);
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(ErrorCode::kIo, "cannot be opened: check its permissions", name);
  std::string text;
  const auto wanted = static_cast<std::size_t>(most);
  const auto size = std::filesystem::file_size(file, failure);
  text.resize(failure ? wanted : std::min<std::size_t>(static_cast<std::size_t>(size), wanted));
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw Error(ErrorCode::kIo, "reading failed: check the disk", name);
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

}  // namespace headroom
