#include "core/io/array_file.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#if defined(HEADROOM_HAS_ZIP)
#include <zip.h>
#endif

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/file.h"
#include "core/io/safetensors.h"

namespace headroom {

namespace {

// An array as it lies in a file, row-major.
struct Array {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<double> numbers;  // or
  std::vector<std::string> texts;
};

std::int64_t elements_of(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t n : shape) count = checked_mul(count, n);
  return count;
}

// --- .npy

class Npy {
 public:
  Npy(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}

  Array read(std::string name) {
    const std::string_view header = take_header();
    const std::string type = value_of(header, "'descr':");
    const bool columns_first = value_of(header, "'fortran_order':").starts_with("True");
    Array array{std::move(name), shape_of(value_of(header, "'shape':")), {}, {}};
    if (type.size() < 4 || type.front() != '\'') {
      refuse("holds a structure of several fields: save one array of numbers");
    }
    order_ = type[1];
    kind_ = type[2];
    const std::string digits = type.substr(3, type.find('\'', 3) - 3);
    size_ = static_cast<std::size_t>(std::atoll(digits.c_str()));
    if (kind_ == 'O') refuse("holds Python objects: save numbers or texts (array.astype(float))");
    const std::size_t width = kind_ == 'U' ? size_ * 4 : size_;
    const auto count = static_cast<std::size_t>(elements_of(array.shape));
    if (width == 0 || width > (std::size_t{1} << 20))
      refuse("holds values of type " + type + ": save numbers");
    if (bytes_.size() - at_ != static_cast<std::size_t>(checked_mul(static_cast<std::int64_t>(count),
                                                                    static_cast<std::int64_t>(width)))) {
      refuse("has " + std::to_string(bytes_.size() - at_) + " bytes of values where its shape needs " +
             std::to_string(count * width) + ": it is cut off or damaged");
    }
    const bool texts = kind_ == 'U' || kind_ == 'S';
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view value = bytes_.substr(at_ + i * width, width);
      if (texts) {
        array.texts.push_back(text(value));
      } else {
        array.numbers.push_back(number(value));
      }
    }
    if (columns_first && array.shape.size() == 2) transpose(array);
    return array;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw Error(ErrorCode::kBadInput, what, where_); }

  std::string_view take_header() {
    if (!bytes_.starts_with("\x93NUMPY") || bytes_.size() < 12)
      refuse("is no .npy file: its first bytes are others");
    const bool longer = bytes_[6] >= 2;
    std::size_t length = 0;
    for (int i = longer ? 3 : 1; i >= 0; --i) {
      length = length << 8 | static_cast<unsigned char>(bytes_[8 + static_cast<std::size_t>(i)]);
    }
    const std::size_t begin = longer ? 12 : 10;
    if (length > bytes_.size() - begin) refuse("is cut off in its header");
    at_ = begin + length;
    return bytes_.substr(begin, length);
  }

  // What stands behind a key of the header's Python dictionary.
  std::string value_of(std::string_view header, std::string_view key) const {
    const std::size_t at = header.find(key);
    if (at == std::string_view::npos) refuse("has no " + std::string(key) + " in its header");
    std::size_t begin = at + key.size();
    while (begin < header.size() && header[begin] == ' ') ++begin;
    return std::string(header.substr(begin));
  }

  std::vector<std::int64_t> shape_of(const std::string& text) const {
    std::vector<std::int64_t> shape;
    const std::size_t end = text.find(')');
    if (!text.starts_with("(") || end == std::string::npos) refuse("has a broken shape in its header");
    for (std::size_t at = 1; at < end;) {
      if (text[at] < '0' || text[at] > '9') {
        ++at;
        continue;
      }
      std::int64_t n = 0;
      for (; at < end && text[at] >= '0' && text[at] <= '9'; ++at)
        n = checked_add(checked_mul(n, 10), text[at] - '0');
      shape.push_back(n);
    }
    return shape;
  }

  std::string ordered(std::string_view value) const {
    std::string bytes(value);
    if (order_ == '>') std::reverse(bytes.begin(), bytes.end());
    return bytes;
  }

  template <typename T>
  static double as(const std::string& bytes) {
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return static_cast<double>(value);
  }

  static double half(const std::string& bytes) {
    const auto bits = static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[0]) |
                                                 static_cast<unsigned char>(bytes[1]) << 8);
    const double sign = (bits & 0x8000) != 0 ? -1 : 1, mantissa = bits & 0x3FF;
    const int exponent = bits >> 10 & 0x1F;
    if (exponent == 0) return sign * std::ldexp(mantissa, -24);
    if (exponent == 31) return std::numeric_limits<double>::quiet_NaN();
    return sign * std::ldexp(1024 + mantissa, exponent - 25);
  }

  double number(std::string_view value) const {
    const std::string bytes = ordered(value);
    double number = 0;
    switch (kind_ * 16 + static_cast<int>(size_)) {
      case 'f' * 16 + 8: number = as<double>(bytes); break;
      case 'f' * 16 + 4: number = as<float>(bytes); break;
      case 'f' * 16 + 2: number = half(bytes); break;
      case 'i' * 16 + 8: number = as<std::int64_t>(bytes); break;
      case 'i' * 16 + 4: number = as<std::int32_t>(bytes); break;
      case 'i' * 16 + 2: number = as<std::int16_t>(bytes); break;
      case 'i' * 16 + 1: number = as<std::int8_t>(bytes); break;
      case 'u' * 16 + 8: number = as<std::uint64_t>(bytes); break;
      case 'u' * 16 + 4: number = as<std::uint32_t>(bytes); break;
      case 'u' * 16 + 2: number = as<std::uint16_t>(bytes); break;
      case 'u' * 16 + 1:
      case 'b' * 16 + 1: number = as<std::uint8_t>(bytes); break;
      default:
        refuse("holds values of type " + std::string(1, kind_) + std::to_string(size_) +
               ": save numbers (array.astype(float))");
    }
    if (std::abs(number) > double{std::numeric_limits<float>::max()})
      refuse("holds a number that is infinite or too large (the limit is 3.4e38)");
    return number;
  }

  // UCS-4 or bytes, padded with zeros.
  std::string text(std::string_view value) const {
    std::string text;
    if (kind_ == 'S') return std::string(value.substr(0, value.find('\0')));
    for (std::size_t at = 0; at + 4 <= value.size(); at += 4) {
      const std::string bytes = ordered(value.substr(at, 4));
      std::uint32_t c = 0;
      std::memcpy(&c, bytes.data(), 4);
      if (c == 0) break;
      if (c < 0x80) {
        text += static_cast<char>(c);
      } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | c >> 6);
        text += static_cast<char>(0x80 | (c & 0x3F));
      } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | c >> 12);
        text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
      } else {
        text += static_cast<char>(0xF0 | c >> 18);
        text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
      }
    }
    return text;
  }

  static void transpose(Array& array) {
    const auto rows = static_cast<std::size_t>(array.shape[0]),
               columns = static_cast<std::size_t>(array.shape[1]);
    const auto turn = [&](auto& values) {
      auto turned = values;
      for (std::size_t i = 0; i < values.size(); ++i)
        turned[i % rows * columns + i / rows] = std::move(values[i]);
      values = std::move(turned);
    };
    turn(array.numbers);
    turn(array.texts);
  }

  std::string_view bytes_;
  const std::string& where_;
  std::size_t at_ = 0;
  char order_ = '<', kind_ = 'f';
  std::size_t size_ = 0;
};

// --- .npz

#if defined(HEADROOM_HAS_ZIP)

std::vector<Array> read_npz(const std::string& path, const Progress& progress) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    throw Error(ErrorCode::kNotFound, "no such file: check the path", path);
  int code = 0;
  const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open(path.c_str(), ZIP_RDONLY, &code),
                                                         zip_discard);
  if (!archive) throw Error(ErrorCode::kBadInput, "is no .npz archive, or damaged: save it again", path);
  std::vector<Array> arrays;
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    progress.check();
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &entry) != 0 || entry.name == nullptr)
      continue;
    std::string name = entry.name;
    if (!name.ends_with(".npy")) continue;
    constexpr zip_uint64_t kMost = zip_uint64_t{64} << 30;
    if (entry.size > kMost) throw Error(ErrorCode::kBadInput, "'" + name + "' is larger than 64 GiB", path);
    std::string bytes(entry.size, '\0');
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), zip_fclose);
    std::size_t done = 0;
    while (file && done < bytes.size()) {
      const zip_int64_t got = zip_fread(file.get(), bytes.data() + done, bytes.size() - done);
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    if (done != bytes.size())
      throw Error(ErrorCode::kBadInput, "'" + name + "' is damaged: save it again", path);
    const std::string where = path + ": " + name;
    name.resize(name.size() - 4);
    arrays.push_back(Npy(bytes, where).read(name));
  }
  return arrays;
}

#else

std::vector<Array> read_npz(const std::string& path, const Progress&) {
  throw Error(ErrorCode::kUnsupported, "this build cannot unpack .npz (libzip was missing): save .npy or CSV",
              path);
}

#endif

std::vector<Array> read_tensors(const std::string& path) {
  std::vector<Array> arrays;
  for (NamedTensor& tensor : read_safetensors(path).tensors) {
    arrays.push_back({tensor.name, tensor.shape, {tensor.values.begin(), tensor.values.end()}, {}});
  }
  return arrays;
}

// --- from arrays to a table

CsvColumn column_of(const Array& array, std::string name, std::int64_t at, std::int64_t width) {
  CsvColumn column;
  column.name = std::move(name);
  const auto rows = static_cast<std::size_t>(array.shape[0]);
  column.numeric = array.texts.empty();
  if (column.numeric) {
    for (std::size_t r = 0; r < rows; ++r) {
      const double value = array.numbers[r * static_cast<std::size_t>(width) + static_cast<std::size_t>(at)];
      column.numbers.push_back(value);
      column.missing += std::isnan(value) ? 1 : 0;
    }
    column.mark = '.';
    column.mark_is_sure = true;
    return column;
  }
  std::map<std::string, std::int32_t> codes;
  for (std::size_t r = 0; r < rows; ++r) {
    const std::string& text = array.texts[r * static_cast<std::size_t>(width) + static_cast<std::size_t>(at)];
    if (text.empty()) {
      column.codes.push_back(-1);
      ++column.missing;
      continue;
    }
    const auto [found, is_new] = codes.emplace(text, static_cast<std::int32_t>(column.levels.size()));
    if (is_new) {
      column.levels.push_back(text);
      column.counts.push_back(0);
      column.places.push_back({static_cast<std::int64_t>(r) + 1, at + 1});
    }
    ++column.counts[static_cast<std::size_t>(found->second)];
    column.codes.push_back(found->second);
  }
  return column;
}

std::string shapes_of(const std::vector<Array>& arrays) {
  std::string text;
  for (const Array& array : arrays) {
    text += (text.empty() ? "" : ", ") + (array.name.empty() ? "" : array.name + " ") + "[";
    for (std::size_t i = 0; i < array.shape.size(); ++i)
      text += (i == 0 ? "" : ", ") + format_count(array.shape[i]);
    text += "]";
  }
  return text.empty() ? "none" : text;
}

bool is_matrix(const Array& array) { return array.shape.size() == 2; }
// [rows], or [rows, 1]: how targets are often kept.
bool is_vector(const Array& array) {
  return array.shape.size() == 1 || (array.shape.size() == 2 && array.shape[1] == 1);
}

CsvTable table_of(std::vector<Array> arrays, const std::string& path) {
  const bool one = arrays.size() == 1 && is_matrix(arrays[0]);
  if (arrays.size() == 2 && is_vector(arrays[0]) && is_matrix(arrays[1])) std::swap(arrays[0], arrays[1]);
  const bool two = arrays.size() == 2 && is_matrix(arrays[0]) && is_vector(arrays[1]) &&
                   arrays[0].shape[0] == arrays[1].shape[0];
  if (!one && !two) {
    throw Error(ErrorCode::kBadInput,
                "holds " + shapes_of(arrays) +
                    ": one array [rows, columns] is needed, or two, of features [rows, columns] and of a "
                    "target [rows]",
                path);
  }
  CsvTable table;
  table.path = path;
  table.rows = arrays[0].shape[0];
  table.header = table.frame.header = false;
  const std::int64_t width = arrays[0].shape[1];
  if (table.rows < 1 || width < 1)
    throw Error(ErrorCode::kBadInput, "holds no rows: " + shapes_of(arrays), path);
  constexpr std::int64_t kMostColumns = 20000;
  if (width > kMostColumns) {
    throw Error(ErrorCode::kBadInput,
                format_count(width) + " columns, at most " + format_count(kMostColumns) + " can be read",
                path);
  }
  for (std::int64_t c = 0; c < width; ++c) {
    table.columns.push_back(column_of(arrays[0], "x" + std::to_string(c + 1), c, width));
  }
  if (two) {
    std::string name = arrays[1].name.empty() ? "y" : arrays[1].name;
    if (name.starts_with("x") && name.find_first_not_of("0123456789", 1) == std::string::npos)
      name += "_target";
    table.columns.push_back(column_of(arrays[1], std::move(name), 0, 1));
  }
  for (std::size_t c = 0; c < table.columns.size(); ++c) table.columns[c].place = c;
  table.notes.push_back(
      "arrays " + shapes_of(arrays) +
      (two ? ": the second is the target" : ": the last column is the target unless another is named"));
  return table;
}

}  // namespace

bool is_array_file(const std::string& path) {
  return path.ends_with(".npy") || path.ends_with(".npz") || path.ends_with(".safetensors");
}

CsvTable read_array_table(const std::string& path, const Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  try {
    std::vector<Array> arrays;
    if (path.ends_with(".npy")) {
      const std::string content = read_file(path);
      arrays.push_back(Npy(content, path).read(""));
    } else if (path.ends_with(".npz")) {
      arrays = read_npz(path, progress);
    } else {
      arrays = read_tensors(path);
    }
    CsvTable table = table_of(std::move(arrays), path);
    std::error_code ignored;
    table.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
    table.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return table;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, "the table does not fit into memory: use fewer rows or columns",
                path);
  }
}

CsvTable read_table(const std::string& path, const CsvOptions& options, Progress& progress) {
  return is_array_file(path) ? read_array_table(path, progress) : read_csv(path, options, progress);
}

}  // namespace headroom
