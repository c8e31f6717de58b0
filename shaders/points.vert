#version 410 core
// A point of the cloud: its place in the file's numbers, and which mark it gets.
layout(location = 0) in float x;
layout(location = 1) in float y;
layout(location = 2) in uint mark;
uniform vec4 window;     // left, bottom, 2 / width, 2 / height
uniform float diameter;  // pixels
uniform float ring_diameter;
uniform uint rings_from;  // marks from here on are rings
uniform vec4 colors[64];
flat out vec4 ink;
flat out uint shape;
flat out float size;

void main() {
  gl_Position = vec4((x - window.x) * window.z - 1.0, (y - window.y) * window.w - 1.0, 0.0, 1.0);
  size = mark >= rings_from ? ring_diameter : diameter;
  gl_PointSize = size;
  ink = colors[min(mark, 63u)];
  shape = mark;
}
