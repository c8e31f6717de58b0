#include "core/workspace/zip_file.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <system_error>

#if defined(HEADROOM_HAS_ZIP)
#include <zip.h>
#endif

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/file.h"

namespace headroom {

bool is_plain_path(std::string_view name) {
  if (name.empty() || name.size() > 255 || name.front() == '/' || name.back() == '/') return false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\' || c == ':') return false;
  }
  while (!name.empty()) {
    const std::size_t end = name.find('/');
    const std::string_view part = name.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    name.remove_prefix(end == std::string_view::npos ? name.size() : end + 1);
  }
  return true;
}

#if defined(HEADROOM_HAS_ZIP)

namespace {

constexpr const char* kGetAnew = ": get it anew from whoever made it";

[[noreturn]] void refuse_zip(const std::string& where, const std::string& what) {
  throw Error(ErrorCode::kBadInput, what, where);
}

// Names come from strangers: what would move a terminal's cursor is not shown.
std::string shown_name(std::string_view name) {
  std::string shown;
  for (const char c : name.substr(0, 120)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte >= 0x7f ? '?' : c;
  }
  return shown + (name.size() > 120 ? "..." : "");
}

struct ZipCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* member) const { zip_fclose(member); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, ZipCloser>;

class ZipFailure {
 public:
  ZipFailure() { zip_error_init(&error_); }
  ~ZipFailure() { zip_error_fini(&error_); }
  ZipFailure(const ZipFailure&) = delete;
  ZipFailure& operator=(const ZipFailure&) = delete;
  zip_error_t* get() { return &error_; }
  [[noreturn]] void raise(const std::string& what) {
    throw Error(ErrorCode::kInternal, what + ": " + zip_error_strerror(&error_), "ZIP file");
  }

 private:
  zip_error_t error_;
};

// Its last 22 bytes: ours have no comment behind them. Known before libzip makes room for the members.
void check_end(const std::string& where, const std::string& bytes, const ZipLimits& limits) {
  constexpr std::size_t kEnd = 22;
  if (!bytes.starts_with("PK\x03\x04"))
    refuse_zip(where, "is no workspace: a workspace is a ZIP file that Headroom has saved");
  if (bytes.size() < kEnd || !std::string_view(bytes).substr(bytes.size() - kEnd).starts_with("PK\x05\x06"))
    refuse_zip(where, std::string("ends too early: the file was cut short") + kGetAnew);
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[bytes.size() - kEnd + i]); };
  const int members = at(10) | at(11) << 8;
  if (members > limits.members)
    refuse_zip(where, "holds " + std::to_string(members) + " files, a workspace has at most " +
                          std::to_string(limits.members) + ": it was not saved by Headroom");
}

bool is_link(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return false;
  constexpr zip_uint32_t kKind = 0170000, kLink = 0120000;
  return system == ZIP_OPSYS_UNIX && (attributes >> 16 & kKind) == kLink;
}

zip_stat_t checked_member(zip_t* archive, zip_uint64_t index, const std::string& where) {
  zip_stat_t entry;
  zip_stat_init(&entry);
  if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &entry) != 0 || entry.name == nullptr ||
      (entry.valid & ZIP_STAT_SIZE) == 0)
    refuse_zip(where, std::string("its table of contents is damaged") + kGetAnew);
  const std::string name = entry.name, place = where + ": " + shown_name(name);
  if (!is_plain_path(name) || find_bad_byte(name) != std::string::npos)
    refuse_zip(place,
               "this name leads out of the workspace's folder, or is none: the file was not saved by "
               "Headroom, do not use it");
  if (is_link(archive, index)) refuse_zip(place, "is a link, and a workspace has none: do not use this file");
  if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE)
    refuse_zip(place, "is encrypted: a workspace is not");
  return entry;
}

std::string unpack_member(zip_t* archive, const zip_stat_t& entry, const std::string& where,
                          const Progress& progress) {
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  const std::string place = where + ": " + shown_name(entry.name);
  const std::unique_ptr<zip_file_t, ZipCloser> packed(zip_fopen_index(archive, entry.index, 0));
  if (!packed)
    refuse_zip(place, std::string("cannot be unpacked (") + zip_strerror(archive) + ")" + kGetAnew);
  std::string bytes(entry.size, '\0');
  std::size_t done = 0;
  for (;;) {
    progress.check();
    char beyond = 0;  // what comes behind the size that was told; at the end the checksum is compared
    const bool inside = done < bytes.size();
    const zip_int64_t got = zip_fread(packed.get(), inside ? bytes.data() + done : &beyond,
                                      inside ? std::min(kPiece, bytes.size() - done) : 1);
    if (got < 0 || (got > 0 && !inside)) refuse_zip(place, std::string("is damaged") + kGetAnew);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  if (done < bytes.size()) refuse_zip(place, std::string("ends too early") + kGetAnew);
  return bytes;
}

}  // namespace

std::string format_zip(const std::vector<ZipMember>& members) {
  ZipFailure failure;
  const std::unique_ptr<zip_source_t, ZipCloser> whole(
      zip_source_buffer_create(nullptr, 0, 0, failure.get()));
  if (!whole) failure.raise("no room to pack");
  zip_source_keep(whole.get());  // the archive lets go of one
  zip_t* const archive = zip_open_from_source(whole.get(), ZIP_TRUNCATE, failure.get());
  if (archive == nullptr) {
    zip_source_free(whole.get());
    failure.raise("cannot be begun");
  }
  Archive open(archive);
  for (const ZipMember& member : members) {
    zip_source_t* const content = zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0);
    const zip_int64_t index =
        content == nullptr ? -1 : zip_file_add(archive, member.name.c_str(), content, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      if (content != nullptr) zip_source_free(content);
      throw Error(ErrorCode::kInternal, std::string("cannot be added: ") + zip_strerror(archive),
                  member.name);
    }
    constexpr zip_uint16_t kFirstDay = 0x21;  // 1 January 1980: the same content is the same file
    zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kFirstDay, 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 6);
  }
  if (zip_close(archive) != 0)
    throw Error(ErrorCode::kInternal, std::string("cannot be packed: ") + zip_strerror(archive), "ZIP file");
  static_cast<void>(open.release());  // closed
  if (zip_source_open(whole.get()) != 0) failure.raise("cannot be read back");
  zip_stat_t size;
  zip_stat_init(&size);
  zip_source_stat(whole.get(), &size);
  std::string bytes(size.size, '\0');
  const zip_int64_t got = zip_source_read(whole.get(), bytes.data(), bytes.size());
  zip_source_close(whole.get());
  if (got != static_cast<zip_int64_t>(bytes.size())) failure.raise("cannot be read back");
  return bytes;
}

std::vector<ZipMember> read_zip(const std::filesystem::path& path, const ZipLimits& limits,
                                const Progress& progress) {
  const std::string where = path.string();
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
    refuse_zip(where, "is no file: name a workspace, a file that ends in .headroom");
  const std::string bytes = read_file(path, limits.file);
  check_end(where, bytes, limits);
  ZipFailure failure;
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, failure.get());
  if (source == nullptr) failure.raise("no room to unpack");
  const Archive archive(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, failure.get()));
  if (!archive) {
    zip_source_free(source);
    refuse_zip(where, std::string("is damaged (") + zip_error_strerror(failure.get()) + ")" + kGetAnew);
  }
  std::vector<zip_stat_t> entries;
  std::set<std::string> names;
  std::uint64_t unpacked = 0;
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    entries.push_back(checked_member(archive.get(), static_cast<zip_uint64_t>(i), where));
    const std::string place = where + ": " + shown_name(entries.back().name);
    if (!names.insert(entries.back().name).second)
      refuse_zip(place, "is there twice: the file was not saved by Headroom");
    const auto most = static_cast<std::uint64_t>(limits.unpacked);
    if (entries.back().size > most || (unpacked += entries.back().size) > most)
      refuse_zip(place, "would unpack to more than " + format_bytes(limits.unpacked) +
                            ", and a workspace holds no more: it was not saved by Headroom");
  }
  std::vector<ZipMember> members;
  for (const zip_stat_t& entry : entries) {
    members.push_back({entry.name, unpack_member(archive.get(), entry, where, progress)});
  }
  return members;
}

#else

std::string format_zip(const std::vector<ZipMember>&) {
  throw Error(ErrorCode::kUnsupported,
              "this build cannot save workspaces (libzip was missing): install libzip-dev and build again",
              "workspace");
}

std::vector<ZipMember> read_zip(const std::filesystem::path& path, const ZipLimits&, const Progress&) {
  throw Error(ErrorCode::kUnsupported,
              "this build cannot open workspaces (libzip was missing): install libzip-dev and build again",
              path.string());
}

#endif

}  // namespace headroom
