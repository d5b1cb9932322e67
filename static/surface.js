// Paints a surface of heights with WebGL 2, and turns drags and keys into movements of its camera. The program computes all that is
// to be seen (packages ui/plot and ui/browser); this is its graphics processor: window.cascadeSurface(canvas, clouds, onMove)
// returns {mesh, spots, draw, close}, or undefined where there is no WebGL 2.
"use strict";
(() => {
  // Heights come in units of the cap of their scale; above it nothing is drawn, so that the rim is a contour line. "side" is 1
  // for the upper side, -1 for what is seen of the walls from outside.
  const landVertex = `#version 300 es
    layout(location = 0) in vec3 land; // height, slopes
    uniform mat4 view;
    uniform ivec2 size;
    uniform float tall;
    out float height;
    out vec3 normal;
    void main() {
      vec2 place = 2.0 * vec2(gl_VertexID % size.x, gl_VertexID / size.x) / vec2(size - 1) - 1.0;
      height = land.x;
      normal = vec3(-land.yz, 1.0);
      gl_Position = view * vec4(place, tall * land.x, 1.0);
    }`;
  const landFragment = `#version 300 es
    precision highp float;
    in float height;
    in vec3 normal;
    uniform vec3 low, high, line, light;
    uniform float side, opacity, levels, width;
    out vec4 colour;
    void main() {
      float share = sqrt(max(height, 0.0)), number = share * levels, slope = fwidth(number);
      if (height > 1.0 || gl_FrontFacing != (side > 0.0)) discard;
      float away = abs(number - max(round(number), 1.0)) / slope;
      float rim = step(levels - 0.5, number), wide = 0.5 * width * (1.0 + 2.0 * rim); // of which half is cut off
      float ink = (0.45 + 0.4 * rim) * (1.0 - smoothstep(wide - 0.4, wide + 0.6, away)) * clamp(1.5 - 2.0 * slope, 0.0, 1.0);
      float lit = smoothstep(-0.2, 0.95, dot(normalize(normal) * side, light));
      vec3 c = mix(low, high, 0.9 * share) * mix(vec3(0.6, 0.65, 0.72), vec3(1.0), lit);
      // From outside walls fade towards their rim: an edge of them would stand before the valleys like a fin.
      colour = vec4(mix(c, line, ink), 1.0) * mix(opacity, min(1.0, 2.5 * opacity), ink) * (side > 0.0 ? 1.0 : 1.0 - height);
    }`;
  const spotVertex = `#version 300 es
    layout(location = 0) in vec4 spot; // place in the box, hue
    uniform mat4 view;
    uniform float size, kind;
    uniform vec3 hues[11];
    flat out vec3 hue;
    void main() {
      hue = hues[int(spot.w) + 1];
      gl_Position = view * vec4(spot.xyz, 1.0);
      gl_Position.z -= (kind == 2.0 ? 0.05 : 0.012) * gl_Position.w; // before the surface that it lies on
      gl_PointSize = size;
    }`;
  // A disc (kind 0) has an edge of paper, as has a ring (2); a cross (1) is two strokes.
  const spotFragment = `#version 300 es
    precision highp float;
    flat in vec3 hue;
    uniform vec3 paper;
    uniform float size, edge, stroke, opacity, kind;
    out vec4 colour;
    void main() {
      vec2 at = (gl_PointCoord - 0.5) * size;
      float r = length(at), whole = clamp(0.5 * size - r, 0.0, 1.0);
      vec3 c = mix(paper, hue, clamp(0.5 * size - edge - r + 0.5, 0.0, 1.0));
      if (kind == 1.0) {
        vec2 d = abs(vec2(at.x + at.y, at.x - at.y)) * 0.7071;
        whole = clamp(0.5 * stroke + 0.5 - min(d.x, d.y), 0.0, 1.0);
        c = hue;
      } else if (kind == 2.0) {
        float away = abs(r - 0.5 * (size - stroke) + edge);
        whole = clamp(0.5 * stroke + edge + 0.5 - away, 0.0, 1.0);
        c = mix(paper, hue, clamp(0.5 * stroke + 0.5 - away, 0.0, 1.0));
      }
      if (whole <= 0.0) discard;
      colour = vec4(c, 1.0) * whole * opacity;
    }`;

  // program begins to build a program. Of what it returns, ready tells whether asking for it takes no time; use takes it up and gives
  // its uniforms their values.
  function program(gl, parallel, ...texts) {
    const object = gl.createProgram();
    texts.forEach((text, i) => {
      const shader = gl.createShader(i ? gl.FRAGMENT_SHADER : gl.VERTEX_SHADER);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(object, shader);
    });
    gl.linkProgram(object);
    const places = {}, at = (name) => places[name] ??= gl.getUniformLocation(object, name);
    gl.flush();
    const begun = performance.now(), patience = 200; // ms, where there is no way to ask without waiting for the answer
    const built = () => gl.isContextLost() || (parallel ? gl.getProgramParameter(object, parallel.COMPLETION_STATUS_KHR) : performance.now() - begun > patience);
    let checked;
    const check = () => {
      if (!checked && !gl.getProgramParameter(object, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(object) || "no program");
      return checked = true;
    };
    const ready = () => built() && check();
    const use = (values) => {
      check();
      gl.useProgram(object);
      for (const [name, v] of Object.entries(values)) {
        if (name === "view") gl.uniformMatrix4fv(at(name), false, v);
        else if (name === "size" && v.length) gl.uniform2i(at(name), ...v);
        else if (v.length) gl.uniform3fv(at(name), v);
        else gl.uniform1f(at(name), v);
      }
    };
    return { ready, use };
  }

  function triangles(rows, columns) {
    const list = new Uint32Array(6 * (rows - 1) * (columns - 1));
    for (let row = 0, n = 0; row < rows - 1; row++)
      for (let a = row * columns; a < (row + 1) * columns - 1; a++, n += 6)
        list.set([a, a + 1, a + columns + 1, a, a + columns + 1, a + columns], n); // counterclockwise from above
    return list;
  }

  // steer calls onMove(turn, tilt, zoom, home) for drags, keys and the wheel with Ctrl. A drag that leaves the window goes on; a
  // finger that moves up or down scrolls the page, as does the wheel alone. The page's own keys don't see ours.
  function steer(canvas, onMove) {
    const perPixel = 0.01, step = Math.PI / 36;
    let drag; // the pointer's id, and where it was
    const listeners = {
      pointerdown(e) {
        if (e.button || drag) return;
        drag = { id: e.pointerId, x: e.clientX, y: e.clientY };
        try { canvas.setPointerCapture(e.pointerId); } catch { /* it has gone already */ }
      },
      pointermove(e) {
        if (e.pointerId !== drag?.id) return;
        onMove(perPixel * (e.clientX - drag.x), perPixel * (e.clientY - drag.y), 1, false);
        [drag.x, drag.y] = [e.clientX, e.clientY];
      },
      lostpointercapture() { drag = undefined; },
      pointercancel() { drag = undefined; },
      pointerup() { drag = undefined; },
      wheel(e) {
        if (!e.ctrlKey) return;
        e.preventDefault();
        onMove(0, 0, Math.exp(-e.deltaY / 300), false);
      },
      keydown(e) {
        const far = e.shiftKey ? 4 * step : step;
        const move = {
          ArrowLeft: [-far, 0, 1], ArrowRight: [far, 0, 1], ArrowUp: [0, -far, 1], ArrowDown: [0, far, 1],
          "+": [0, 0, 1.15], "=": [0, 0, 1.15], "-": [0, 0, 1 / 1.15], Home: [0, 0, 1, true],
        }[e.key];
        if (!move || e.ctrlKey || e.metaKey || e.altKey) return;
        e.preventDefault();
        e.stopPropagation();
        onMove(...move, move.length > 3);
      },
    };
    for (const [name, f] of Object.entries(listeners)) canvas.addEventListener(name, f, { passive: false });
    return () => { for (const [name, f] of Object.entries(listeners)) canvas.removeEventListener(name, f); };
  }

  window.cascadeSurface = (canvas, clouds, onMove) => {
    const gl = canvas.getContext("webgl2", { antialias: true });
    if (!gl) return undefined;
    // Programs are built in frames of their own, in the graphics process where it can: together they would stop the page.
    const parallel = gl.getExtension("KHR_parallel_shader_compile");
    let land, spot, waiting, closed; // waiting: the newest look, while they are not there
    const steps = [
      () => (land = program(gl, parallel, landVertex, landFragment)),
      () => (spot = program(gl, parallel, spotVertex, spotFragment)),
      () => land.ready(),
      () => spot.ready(),
    ];
    const work = () => {
      if (closed || !steps.length) return;
      if (steps[0]()) steps.shift();
      if (steps.length) requestAnimationFrame(work);
      else if (waiting) draw(waiting);
    };
    requestAnimationFrame(work);
    const heights = gl.createBuffer(), corners = gl.createBuffer();
    const spots = Array.from({ length: clouds }, () => ({ buffer: gl.createBuffer(), count: 0 }));
    let size = [0, 0];
    const fill = (target, buffer, data, usage) => { gl.bindBuffer(target, buffer); gl.bufferData(target, data, usage); };
    const point = (buffer, numbers) => { gl.bindBuffer(gl.ARRAY_BUFFER, buffer); gl.vertexAttribPointer(0, numbers, gl.FLOAT, false, 0, 0); };
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.enableVertexAttribArray(0);
    const letGo = steer(canvas, onMove);

    // side draws one side of the surface.
    function side(ground, sign, opacity) {
      point(heights, 3);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, corners);
      land.use({ ...ground, size, side: sign, opacity });
      gl.drawElements(gl.TRIANGLES, 6 * (size[0] - 1) * (size[1] - 1), gl.UNSIGNED_INT, 0);
    }

    function draw(look) {
      let at = 0;
      const take = (n) => look.subarray(at, at += n), one = () => look[at++];
      const view = take(16), light = take(3), low = take(3), high = take(3), line = take(3), paper = take(3), hues = take(33);
      const ground = { view, light, low, high, line, tall: one(), levels: one(), width: one() }, edge = one();
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      if (!size[0]) return;
      side(ground, 1, 1);
      for (const { buffer, count } of spots) {
        const kind = one(), size = one(), stroke = one(), opacity = one();
        if (!count) continue;
        point(buffer, 4);
        spot.use({ view, paper, hues, edge, kind, size, stroke, opacity });
        gl.drawArrays(gl.POINTS, 0, count);
      }
      gl.depthMask(false);
      side(ground, -1, 0.22);
      gl.depthMask(true);
    }

    return {
      // mesh takes heights and slopes, three numbers for each point, rows behind one another.
      mesh(rows, columns, data) {
        if (size[0] !== columns || size[1] !== rows) fill(gl.ELEMENT_ARRAY_BUFFER, corners, triangles(rows, columns), gl.STATIC_DRAW);
        size = [columns, rows];
        fill(gl.ARRAY_BUFFER, heights, data, gl.STREAM_DRAW);
      },
      // spots takes the points of a cloud, four numbers for each.
      spots(cloud, data) {
        spots[cloud].count = data.length / 4;
        fill(gl.ARRAY_BUFFER, spots[cloud].buffer, data, gl.STREAM_DRAW);
      },
      // draw paints all of it, when that is possible, or now. look is a list of numbers, in the order in which they are taken above.
      draw(look, now) {
        if (now) for (const step of steps.splice(0)) step();
        if (steps.length) waiting = look.slice();
        else draw(look);
      },
      // close gives the graphics memory back at once; the garbage collector would take its time.
      close() {
        closed = true;
        letGo();
        if (!gl.isContextLost()) gl.getExtension("WEBGL_lose_context")?.loseContext();
      },
    };
  };
})();
