#include "core/data/csv/unpack.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#if defined(HEADROOM_HAS_ZLIB)
#include <zlib.h>
#endif
#if defined(HEADROOM_HAS_ZIP)
#include <zip.h>
#endif

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/host_memory.h"
#include "core/data/csv/text.h"

namespace headroom {

namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;
constexpr std::uint64_t kHarmless = std::uint64_t{256} << 20;
constexpr std::uint64_t kMostRatio = 250;

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw Error(ErrorCode::kBadInput, what, where_in(path, {}));
}

// Asked of the machine once: what has been unpacked meanwhile takes part of it. No limit where the system
// does not say.
UnpackLimits resolved(const UnpackLimits& limits) {
  if (limits.memory > 0) return limits;
  const HostMemory memory = read_host_memory();
  return {memory.total > 0 ? memory.available : std::numeric_limits<std::int64_t>::max()};
}

std::string shown(std::uint64_t bytes) {
  return format_bytes(static_cast<Bytes>(std::min<std::uint64_t>(bytes, std::numeric_limits<Bytes>::max())));
}

void refuse_bomb(const std::string& path, std::uint64_t packed, std::uint64_t unpacked) {
  if (unpacked <= kHarmless || unpacked / kMostRatio < std::max<std::uint64_t>(packed, 1)) return;
  refuse(path, "it unpacks from " + shown(packed) + " to " + shown(unpacked) + " or more; above " +
                   shown(kHarmless) + " and " + std::to_string(kMostRatio) +
                   " times its size a file is taken for one that was made to fill the memory: unpack it "
                   "yourself if you trust it");
}

void refuse_size(const std::string& path, std::uint64_t packed, std::uint64_t unpacked,
                 const UnpackLimits& limits) {
  refuse_bomb(path, packed, unpacked);
  refuse_larger_than_memory(path, unpacked, limits, "the unpacked file");
}

}  // namespace

void refuse_larger_than_memory(const std::string& path, std::uint64_t bytes, const UnpackLimits& limits,
                               const std::string& what) {
  const auto most = static_cast<std::uint64_t>(resolved(limits).memory);
  if (bytes <= most) return;
  throw Error(ErrorCode::kOutOfMemory,
              what + " has " + shown(bytes) + ", this machine has " + shown(most) +
                  " of memory free: use fewer rows, or a plain CSV file in UTF-8, which is read in pieces",
              path);
}

bool is_gzip(std::string_view beginning) { return beginning.starts_with("\x1F\x8B"); }

bool is_zip(std::string_view beginning) {
  return beginning.starts_with("PK\x03\x04") || beginning.starts_with("PK\x05\x06");
}

#if defined(HEADROOM_HAS_ZLIB)

namespace {

class Inflater {
 public:
  explicit Inflater(const std::string& path) {
    // 15 + 16: the largest window, gzip's frame around it.
    if (inflateInit2(&stream_, 15 + 16) != Z_OK)
      throw Error(ErrorCode::kOutOfMemory, "zlib cannot start", path);
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream* operator->() { return &stream_; }
  int run() { return inflate(&stream_, Z_NO_FLUSH); }
  void next_member() { inflateReset(&stream_); }

 private:
  z_stream stream_{};
};

// The size that the last four bytes tell, of the last member and without what is above 4 GiB.
std::uint64_t told_size(const CsvFile& file, const Progress& progress) {
  unsigned char bytes[4] = {};
  if (file.size() < 18) return 0;
  file.read(file.size() - 4, 4, reinterpret_cast<char*>(bytes), progress);
  return bytes[0] | std::uint64_t{bytes[1]} << 8 | std::uint64_t{bytes[2]} << 16 |
         std::uint64_t{bytes[3]} << 24;
}

}  // namespace

std::string unpack_gzip(const CsvFile& file, const UnpackLimits& asked, const Progress& progress) {
  const std::string& path = file.path();
  const UnpackLimits limits = resolved(asked);
  const std::uint64_t told = told_size(file, progress);
  // Random bytes behind the end would tell any size: it counts where deflate could reach it.
  const bool likely = told / 1032 <= file.size();
  if (likely) refuse_size(path, file.size(), told, limits);
  std::string text;
  text.reserve(likely && told <= kHarmless ? told : 0);
  std::vector<char> packed(kBuffer);
  std::vector<char> unpacked(kBuffer);
  Inflater inflater(path);
  std::size_t at = 0;
  int status = Z_OK;
  for (;;) {
    // Without room left for its output it may hold some back: then it goes on without input.
    if (inflater->avail_in == 0 && (status == Z_STREAM_END || inflater->avail_out > 0 || at == 0)) {
      const std::size_t got = file.read(at, packed.size(), packed.data(), progress);
      at += got;
      if (got == 0) break;
      inflater->next_in = reinterpret_cast<Bytef*>(packed.data());
      inflater->avail_in = static_cast<uInt>(got);
    }
    if (status == Z_STREAM_END) {
      // Another member, or zeros as tapes and downloads leave them behind the end: as gzip does.
      if (*inflater->next_in != 0x1F) break;
      inflater.next_member();
    }
    inflater->next_out = reinterpret_cast<Bytef*>(unpacked.data());
    inflater->avail_out = static_cast<uInt>(unpacked.size());
    status = inflater.run();
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      refuse(path, std::string("the gzip file is damaged (") +
                       (inflater->msg != nullptr ? inflater->msg : "bad data") + "): get it anew");
    text.append(unpacked.data(), unpacked.size() - inflater->avail_out);
    refuse_size(path, file.size(), text.size(), limits);
  }
  if (status != Z_STREAM_END) refuse(path, "the gzip file ends too early: it was cut off; get it anew");
  return text;
}

#else

std::string unpack_gzip(const CsvFile& file, const UnpackLimits&, const Progress&) {
  throw Error(ErrorCode::kUnsupported, "the file is compressed with gzip: unpack it first (gunzip)",
              file.path());
}

#endif

#if defined(HEADROOM_HAS_ZIP)

namespace {

struct CloseZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

// Folders and what macOS and Windows leave beside the files.
bool is_no_file(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('/') + 1);
  return name.empty() || name.ends_with('/') || name.starts_with("__MACOSX/") || last.starts_with("._") ||
         last == ".DS_Store" || last == "Thumbs.db" || last == "desktop.ini";
}

// The one file in the archive.
zip_stat_t find_member(const std::string& path, zip_t* archive) {
  std::vector<zip_stat_t> files;
  std::string some;
  const zip_int64_t entries = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &entry) != 0 || entry.name == nullptr)
      continue;
    const std::string_view name = entry.name;
    if (name == "[Content_Types].xml")
      refuse(path,
             "the file is a spreadsheet or a document of an office program (.xlsx), not text: open it and "
             "export the sheet as CSV in UTF-8");
    if (name == "mimetype")
      refuse(path,
             "the file is a spreadsheet or a document of an office program (.ods), not text: open it and "
             "export the sheet as CSV in UTF-8");
    if (is_no_file(name)) continue;
    if (files.size() < 3) some += (files.empty() ? "'" : ", '") + std::string(name) + "'";
    files.push_back(entry);
  }
  if (files.empty()) refuse(path, "the ZIP archive holds no file");
  if (files.size() > 1)
    refuse(path, "the ZIP archive holds " + std::to_string(files.size()) + " files (" + some +
                     (files.size() > 3 ? ", ..." : "") + "): unpack it, and name the one to read");
  return files.front();
}

}  // namespace

std::string unpack_zip(const CsvFile& file, const UnpackLimits& asked, const Progress& progress,
                       std::string& member) {
  const UnpackLimits limits = resolved(asked);
  const std::string& path = file.path();
  int failure = 0;
  const std::unique_ptr<zip_t, CloseZip> archive(zip_open(path.c_str(), ZIP_RDONLY, &failure));
  if (!archive) refuse(path, "the ZIP archive is damaged or cut off: get it anew");
  const zip_stat_t entry = find_member(path, archive.get());
  member = entry.name;
  if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE)
    refuse(path, "'" + member + "' in the ZIP archive is encrypted: unpack it with its password first");
  if ((entry.valid & ZIP_STAT_SIZE) == 0)
    refuse(path, "the ZIP archive does not tell its file's size: unpack it first");
  refuse_size(path, (entry.valid & ZIP_STAT_COMP_SIZE) != 0 ? entry.comp_size : file.size(), entry.size,
              limits);
  const std::unique_ptr<zip_file_t, CloseZip> packed(zip_fopen_index(archive.get(), entry.index, 0));
  if (!packed)
    refuse(path, "'" + member + "' in the ZIP archive cannot be unpacked (" + zip_strerror(archive.get()) +
                     "): unpack it first");
  std::string text(entry.size, '\0');
  std::size_t done = 0;
  for (;;) {
    progress.check();
    char beyond = 0;  // what comes behind the size that was told
    char* const to = done < text.size() ? text.data() + done : &beyond;
    const zip_int64_t got =
        zip_fread(packed.get(), to, done < text.size() ? std::min(kBuffer, text.size() - done) : 1);
    if (got < 0 || (got > 0 && done == text.size()))
      refuse(path, "'" + member + "' in the ZIP archive is damaged: get it anew");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  if (done < text.size()) refuse(path, "'" + member + "' in the ZIP archive ends too early: it was cut off");
  return text;
}

#else

std::string unpack_zip(const CsvFile& file, const UnpackLimits&, const Progress&, std::string&) {
  throw Error(
      ErrorCode::kUnsupported,
      "the file is a spreadsheet or ZIP archive, not text: unpack it first, or export the sheet as CSV "
      "in UTF-8",
      file.path());
}

#endif

}  // namespace headroom
