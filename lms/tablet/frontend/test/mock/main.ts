/** The pages over the mock core. `?as=…&lang=…&theme=…&text=…` is remembered for the tab. */
if (location.search.includes("lang=")) sessionStorage.setItem("mock", location.search);
const [{ mockCore }] = await Promise.all([import("./core"), import("../../src/pages/app")]);
await import("../../src/style.css");
document.body.replaceChildren(Object.assign(document.createElement("nl-app"), { core: mockCore() }));

export {};
