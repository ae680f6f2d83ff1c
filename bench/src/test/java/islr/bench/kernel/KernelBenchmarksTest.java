package islr.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.bench.Flops;
import islr.bench.Sizes;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.kernel.simd.SimdKernels;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class KernelBenchmarksTest {
    /// Methods of [Kernels] that compute nothing.
    private static final Set<String> SIZES = Set.of("description", "panelWidth", "packedSize", "panels");

    @Test
    void everyKernelIsMeasuredByABenchmark() throws ReflectiveOperationException {
        Set<String> measured = new TreeSet<>(SIZES);
        for (Class<?> type : benchmarks()) {
            Set<String> called = new TreeSet<>();
            KernelBenchmark benchmark = prepared(type);
            benchmark.k = recording(new SimdKernels(), called);
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Benchmark.class)) {
                    method.invoke(benchmark, Arrays.stream(method.getParameterTypes()).map(p -> new Flops()).toArray());
                }
            }
            measured.addAll(called);
        }
        assertThat(measured).containsAll(Arrays.stream(Kernels.class.getMethods()).map(Method::getName).toList());
    }

    @Test
    void aWrongAnswerIsNotTimed() throws ReflectiveOperationException {
        for (Class<?> type : benchmarks()) {
            Kernels idle = (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(),
                    new Class<?>[] {Kernels.class},
                    (proxy, method, args) -> SIZES.contains(method.getName()) ? method.invoke(new ScalarKernels(), args)
                            : method.getReturnType() == float.class ? 0f : null);
            KernelBenchmark benchmark = fresh(type);
            assertThatThrownBy(() -> benchmark.setup(idle)).as(type.getSimpleName())
                    .isInstanceOf(IllegalStateException.class).hasMessageEndingWith("; not timed");
        }
    }

    /// The classes of this package that JMH knows.
    private static List<Class<?>> benchmarks() {
        List<Class<?>> types = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of()).stream()
                .map(entry -> entry.getUserClassQName()).distinct().map(KernelBenchmarksTest::type)
                .filter(KernelBenchmark.class::isAssignableFrom).collect(Collectors.toList());
        assertThat(types).hasSizeGreaterThan(5);
        return types;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KernelBenchmark prepared(Class<?> type) throws ReflectiveOperationException {
        KernelBenchmark benchmark = fresh(type);
        benchmark.setup(new SimdKernels());
        return benchmark;
    }

    /// A benchmark with small sizes and the first value of every other parameter.
    private static KernelBenchmark fresh(Class<?> type) throws ReflectiveOperationException {
        KernelBenchmark benchmark = (KernelBenchmark) type.getConstructor().newInstance();
        for (var field : type.getFields()) {
            if (field.getType() == Sizes.Rows.class) {
                field.set(benchmark, Sizes.Rows.SMALL);
            } else if (field.getType().isEnum()) {
                field.set(benchmark, field.getType().getEnumConstants()[0]);
            }
        }
        return benchmark;
    }

    private static Kernels recording(Kernels kernels, Set<String> called) {
        return (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class},
                (proxy, method, args) -> {
                    called.add(method.getName());
                    return method.invoke(kernels, args);
                });
    }
}
