package islr.tflite.op;

import islr.tflite.value.Value;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// Operators that run other graphs of the file, and variables.
final class Control {
    private Control() {}

    /// `IF`: one of two graphs, whose inputs are those behind the condition.
    static Factory branch() {
        return node -> {
            int then = node.int32(0, 0);
            int otherwise = node.int32(1, 0);
            return new Operator() {
                private int chosen(Value... in) {
                    if (in[0].size() != 1) {
                        throw new IllegalArgumentException("the condition is " + in[0].shape() + ", not one value");
                    }
                    return in[0].flags()[0] ? then : otherwise;
                }

                @Override
                public Value[] run(Run run, Value... in) {
                    return run.subgraphs().call(run, chosen(in), rest(in));
                }

                @Override
                public boolean knowsShapes(IntPredicate known, Run run, Value... in) {
                    return known.test(0) && run.subgraphs().knowsShapes(chosen(in), rest(in));
                }

                @Override
                public boolean isPure() {
                    return false;
                }

                @Override
                public int[] subgraphs() {
                    return new int[] {then, otherwise};
                }
            };
        };
    }

    private static Value[] rest(Value... in) {
        return Arrays.copyOfRange(in, 1, in.length);
    }

    /// `WHILE`: a graph over and over, as long as another one says so.
    static Factory loop() {
        return node -> {
            int condition = node.int32(0, 0);
            int body = node.int32(1, 0);
            return impure((run, in) -> {
                Value[] state = in;
                for (Value each : state) {
                    each.retain();
                }
                while (goesOn(run, condition, state)) {
                    int mark = run.buffers().mark();
                    Value[] next = run.subgraphs().call(run, body, state);
                    if (next.length != state.length) {
                        throw new IllegalArgumentException(
                                "its body makes " + next.length + " values of " + state.length);
                    }
                    for (Value each : next) {
                        each.retain();
                    }
                    for (Value each : state) {
                        each.release();
                    }
                    run.buffers().sweep(mark);
                    state = next;
                }
                for (Value each : state) {
                    each.handOver();
                }
                return state;
            }, condition, body);
        };
    }

    private static boolean goesOn(Run run, int condition, Value... state) {
        run.step();
        int mark = run.buffers().mark();
        Value[] answer = run.subgraphs().call(run, condition, state);
        if (answer.length != 1 || answer[0].size() != 1) {
            throw new IllegalArgumentException("its condition has not one value");
        }
        boolean goesOn = answer[0].flags()[0];
        run.buffers().sweep(mark);
        return goesOn;
    }

    /// `CALL_ONCE`: a graph that sets variables, at the first call of a run.
    static Factory once() {
        return node -> {
            int graph = node.int32(0, 0);
            return impure((run, in) -> {
                if (run.isFirstCall(graph)) {
                    run.subgraphs().call(run, graph);
                }
                return new Value[0];
            }, graph);
        };
    }

    /// `STABLEHLO_COMPOSITE`: an operator that the file itself says how to compute.
    static Factory composite() {
        return node -> {
            int graph = node.int32(1, 0);
            return new Operator() {
                @Override
                public Value[] run(Run run, Value... in) {
                    return run.subgraphs().call(run, graph, in);
                }

                @Override
                public boolean knowsShapes(IntPredicate known, Run run, Value... in) {
                    return run.subgraphs().knowsShapes(graph, in);
                }

                @Override
                public boolean isPure() {
                    return false;
                }

                @Override
                public int[] subgraphs() {
                    return new int[] {graph};
                }
            };
        };
    }

    /// `VAR_HANDLE`: a variable by its names.
    static Factory variable() {
        return node -> {
            String name = node.text(0) + "/" + node.text(1);
            return impure((run, in) -> new Value[] {Value.of(run.variable(name))});
        };
    }

    static Factory read() {
        return node -> impure((run, in) -> {
            Value value = in[0].variable().get();
            return new Value[] {Copies.gather(run, value, 0, value.shape(), Axes.strides(value.shape().toArray()))};
        });
    }

    static Factory assign() {
        return node -> impure((run, in) -> {
            in[0].variable().set(in[1]);
            return new Value[0];
        });
    }

    /// An operator that may not be left out, and whose results are known only when it has run.
    private static Operator impure(Operator operator, int... graphs) {
        return new Operator() {
            @Override
            public Value[] run(Run run, Value... in) {
                return operator.run(run, in);
            }

            @Override
            public boolean knowsShapes(IntPredicate known, Run run, Value... in) {
                return false;
            }

            @Override
            public boolean isPure() {
                return false;
            }

            @Override
            public int[] subgraphs() {
                return graphs.clone();
            }
        };
    }
}
