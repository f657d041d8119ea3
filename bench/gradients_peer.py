"""The Python side of gradients.mjs: makes the networks, writes them and their rows into the folder given, then answers each line "network how" with the seconds of captum's integrated gradients."""

import pathlib
import sys
import time

import captum
import numpy as np
import onnx
import torch
from captum.attr import IntegratedGradients
from onnx import TensorProto, helper, numpy_helper
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)
folder = pathlib.Path(sys.argv[1])
draw = np.random.default_rng(1)


def write(name, sizes, link):
    """The same weights as a torch module and as a graph."""
    layers, nodes, weights, last = [], [], {}, "x"
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layer = nn.Linear(a, b)
        layers.append(layer)
        weights[f"w{i}"], weights[f"b{i}"] = layer.weight.detach().numpy(), layer.bias.detach().numpy()
        nodes.append(helper.make_node("Gemm", [last, f"w{i}", f"b{i}"], [f"h{i}"], transB=1))
        last = f"h{i}"
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
            nodes.append(helper.make_node("Relu", [last], [f"a{i}"]))
            last = f"a{i}"
    layers.append(nn.Sigmoid() if link == "Sigmoid" else nn.Softmax(-1))
    nodes.append(helper.make_node(link, [last], ["y"]))
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", sizes[0]])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", sizes[-1]])],
                              [numpy_helper.from_array(value, key) for key, value in weights.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), folder / f"{name}.onnx")
    return nn.Sequential(*layers)


networks = {}
for name, sizes, link, rows, target in [("table", [30, 64, 32, 1], "Sigmoid", 40, None), ("pixels", [784, 256, 256, 10], "Softmax", 10, 3)]:
    x = draw.normal(size=(rows, sizes[0])).astype(np.float32)
    x.astype(np.float64).tofile(folder / f"{name}.rows.f64")
    networks[name] = IntegratedGradients(write(name, sizes, link)), torch.tensor(x), target

print("ready", f"captum {captum.__version__}, torch {torch.__version__}", flush=True)
for line in sys.stdin:
    name, how = line.split()
    explainer, x, target = networks[name]
    ask = lambda rows: explainer.attribute(rows, target=target, n_steps=50, method="gausslegendre")
    start = time.perf_counter()
    found = ask(x) if how == "all" else torch.cat([ask(x[i:i + 1]) for i in range(len(x))])
    seconds = time.perf_counter() - start
    found.detach().numpy().astype(np.float64).tofile(folder / f"{name}.values.f64")
    print(seconds, flush=True)
