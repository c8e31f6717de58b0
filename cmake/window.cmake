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
find_path(STB_INCLUDE_DIR stb_image_write.h PATH_SUFFIXES stb)
execute_process(COMMAND ${Python3_EXECUTABLE} -c "import glad" RESULT_VARIABLE glad_missing OUTPUT_QUIET ERROR_QUIET)
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
  COMMAND ${Python3_EXECUTABLE} -m glad --api gl:core=4.1 --extensions= --reproducible --quiet --out-path ${glad_dir} c
  COMMENT "Generating the OpenGL loader")
enable_language(C)
add_library(headroom_glad STATIC ${glad_dir}/src/gl.c)
target_include_directories(headroom_glad SYSTEM PUBLIC ${glad_dir}/include)

file(GLOB_RECURSE window_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/app/shell/*.cpp ${CMAKE_SOURCE_DIR}/app/gl/*.cpp
     ${CMAKE_SOURCE_DIR}/app/widgets/*.cpp ${CMAKE_SOURCE_DIR}/app/views/*.cpp)
add_library(headroom_window STATIC ${window_sources})
target_include_directories(headroom_window SYSTEM PUBLIC ${IMGUI_INCLUDE_DIR} ${STB_INCLUDE_DIR})
target_link_libraries(headroom_window PUBLIC headroom_core headroom_devices headroom_glad ${IMGUI_LIBRARY} glfw ${CMAKE_DL_LIBS}
                                      PRIVATE nlohmann_json::nlohmann_json headroom_warnings)
add_executable(headroom ${CMAKE_SOURCE_DIR}/app/headroom.cpp)
target_include_directories(headroom SYSTEM PRIVATE ${CLI11_INCLUDE_DIR})
target_link_libraries(headroom PRIVATE headroom_window headroom_warnings)
set(HEADROOM_HAS_WINDOW ON)
