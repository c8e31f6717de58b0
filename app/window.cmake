# The window is built when GLFW, Dear ImGui and the glad generator are found.
set(HEADROOM_HAS_WINDOW OFF)
if(HEADROOM_APP STREQUAL "OFF")
  return()
endif()
find_package(glfw3 QUIET)
find_package(OpenGL QUIET COMPONENTS OpenGL)
find_package(Python3 QUIET COMPONENTS Interpreter)
find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui)
find_library(IMGUI_LIBRARY imgui)
find_library(STB_LIBRARY stb)  # Debian's static libimgui takes its font rasteriser from here
find_path(STB_INCLUDE_DIR stb_image_write.h PATH_SUFFIXES stb)
# The distribution's package belongs to the distribution's Python, which may not be the first on the path.
set(glad_missing TRUE)
foreach(candidate IN ITEMS ${Python3_EXECUTABLE} /usr/bin/python3)
  execute_process(COMMAND ${candidate} -c "import glad.generator" RESULT_VARIABLE glad_status OUTPUT_QUIET ERROR_QUIET)
  if(glad_status EQUAL 0)
    set(glad_missing FALSE)
    set(glad_python ${candidate})
    break()
  endif()
endforeach()
if(NOT glfw3_FOUND OR NOT IMGUI_INCLUDE_DIR OR NOT IMGUI_LIBRARY OR NOT STB_INCLUDE_DIR OR glad_missing)
  if(HEADROOM_APP STREQUAL "ON")
    message(FATAL_ERROR "headroom: HEADROOM_APP=ON needs libglfw3-dev, libimgui-dev, libstb-dev and python3-glad")
  endif()
  message(STATUS "headroom: GLFW, Dear ImGui or glad not found, the window is not built")
  return()
endif()

# The OpenGL 4.1 core loader, generated offline.
set(glad_dir ${CMAKE_BINARY_DIR}/glad)
add_custom_command(
  OUTPUT ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h
  COMMAND ${glad_python} -m glad --api gl:core=4.1 --extensions= --reproducible --quiet --out-path ${glad_dir} c
  COMMENT "Generating the OpenGL loader")
enable_language(C)
add_library(headroom_glad STATIC ${glad_dir}/src/gl.c)
target_include_directories(headroom_glad SYSTEM PUBLIC ${glad_dir}/include)

# The shaders, as they stand in shaders/, inside the program.
file(GLOB shaders CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/shaders/*.vert ${CMAKE_SOURCE_DIR}/shaders/*.frag)
set(shader_sources ${CMAKE_BINARY_DIR}/shader_source.cpp)
add_custom_command(
  OUTPUT ${shader_sources}
  COMMAND ${CMAKE_COMMAND} -DFROM=${CMAKE_SOURCE_DIR}/shaders -DTO=${shader_sources} -P ${CMAKE_SOURCE_DIR}/shaders/embed.cmake
  DEPENDS ${shaders} ${CMAKE_SOURCE_DIR}/shaders/embed.cmake
  COMMENT "Embedding the shaders")

file(GLOB_RECURSE window_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/app/window/*.cpp ${CMAKE_SOURCE_DIR}/app/ui/*.cpp ${CMAKE_SOURCE_DIR}/app/state/*.cpp ${CMAKE_SOURCE_DIR}/app/gl/*.cpp
     ${CMAKE_SOURCE_DIR}/app/widgets/*.cpp ${CMAKE_SOURCE_DIR}/app/views/*.cpp)
set(plot_sources ${window_sources})
list(FILTER plot_sources INCLUDE REGEX "app/widgets/plot/")  # curves of a million steps
set_source_files_properties(${plot_sources} PROPERTIES COMPILE_OPTIONS "$<$<CONFIG:Release>:-O3>")
file(GLOB state_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/app/state/*.cpp)
set_source_files_properties(${state_sources} PROPERTIES COMPILE_OPTIONS "${headroom_quickest_to_compile}")
# Debian's libimgui carries the rasteriser of FreeType beside stb's; which one draws is chosen in app/ui/fonts.cpp.
find_package(Freetype QUIET)
if(FREETYPE_FOUND)
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_INCLUDES ${IMGUI_INCLUDE_DIR})
  set(CMAKE_REQUIRED_LIBRARIES ${IMGUI_LIBRARY} $<$<BOOL:${STB_LIBRARY}>:${STB_LIBRARY}> ${FREETYPE_LIBRARIES})
  check_cxx_source_compiles("#include <imgui_freetype.h>
    #if IMGUI_VERSION_NUM >= 19200
    #error another interface
    #endif
    int main() { return ImGuiFreeType::GetBuilderForFreeType() == nullptr; }" HEADROOM_IMGUI_HAS_FREETYPE)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
if(HEADROOM_IMGUI_HAS_FREETYPE)
  set_source_files_properties(${CMAKE_SOURCE_DIR}/app/ui/fonts.cpp PROPERTIES COMPILE_DEFINITIONS HEADROOM_FREETYPE)
endif()
headroom_unite(headroom_window window_sources)
add_library(headroom_window STATIC ${window_sources} ${shader_sources})
target_compile_options(headroom_window PRIVATE ${headroom_quick_to_compile})
target_include_directories(headroom_window SYSTEM PUBLIC ${IMGUI_INCLUDE_DIR} ${STB_INCLUDE_DIR})
target_link_libraries(headroom_window PUBLIC headroom_core headroom_devices headroom_glad ${IMGUI_LIBRARY}
                                             $<$<BOOL:${STB_LIBRARY}>:${STB_LIBRARY}> glfw ${CMAKE_DL_LIBS}
                                      PRIVATE nlohmann_json::nlohmann_json headroom_warnings)
if(HEADROOM_IMGUI_HAS_FREETYPE)
  target_link_libraries(headroom_window PUBLIC ${IMGUI_LIBRARY} ${FREETYPE_LIBRARIES})
endif()
add_executable(headroom ${CMAKE_SOURCE_DIR}/app/headroom.cpp)
target_include_directories(headroom SYSTEM PRIVATE ${CLI11_INCLUDE_DIR})
target_link_libraries(headroom PRIVATE headroom_window headroom_warnings)
target_compile_options(headroom PRIVATE ${headroom_quickest_to_compile})
set(HEADROOM_HAS_WINDOW ON)
