package islr.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import islr.tensor.Compute;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.kernel.plain.PlainKernels;
import islr.tensor.kernel.simd.SimdKernels;
import islr.tensor.kernel.simd.StartingKernels;
import islr.tensor.op.GroupedLinear;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelProviderTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void kernelsAreChosenByName() {
        assertInstanceOf(ScalarKernels.class, KernelProvider.choose("scalar"));
        assertInstanceOf(StartingKernels.class, KernelProvider.choose("auto"));
        assertInstanceOf(PlainKernels.class, KernelProvider.choose("plain"));
        assertSame(KernelProvider.best(), KernelProvider.best());
    }

    /// Those that begin with plain loops would have them tested in the place of vectors.
    @Test
    void simdIsVectorsFromTheFirstCallOn() {
        assertThat(KernelProvider.choose("simd").getClass()).isEqualTo(SimdKernels.class);
    }

    @Test
    void anotherNameIsRefusedInOneSentence() {
        assertThatThrownBy(() -> KernelProvider.choose("cuda")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("islr.kernels=cuda: only auto, scalar, simd and plain are known");
    }

    @Test
    void withoutTheVectorModuleTheScalarKernelsRunAndOneLineSaysWhy() throws Exception {
        ChildJvm child = ChildJvm.run(Child.class);
        assertEquals("scalar " + result(Compute.cpu().with(new ScalarKernels())), child.out(), child.err());
        assertEquals(0, child.exitCode());
        assertThat(child.err()).containsOnlyOnce("WARNING: slow scalar kernels are used: the Vector API is missing,"
                + " and a clip takes about 20 times as long without it; start java with"
                + " --add-modules jdk.incubator.vector for fast ones").containsOnlyOnce("WARNING");
    }

    @Test
    void withTheVectorModuleNothingIsSaid() throws Exception {
        ChildJvm child = ChildJvm.run(Child.class, MODULE);
        assertThat(child.out()).startsWith("SIMD, ");
        assertThat(child.err()).doesNotContain("kernels");
        ChildJvm forced = ChildJvm.run(Child.class, MODULE, "-Dislr.kernels=scalar");
        assertThat(forced.out()).startsWith("scalar ");
        assertThat(forced.err()).doesNotContain("kernels");
    }

    @Test
    void simdThatCannotBeHadIsAnErrorThatSaysWhatToDo() throws Exception {
        ChildJvm child = ChildJvm.run(Child.class, "-Dislr.kernels=simd");
        assertEquals(1, child.exitCode());
        assertThat(child.err()).contains("islr.kernels=simd: the Vector API is missing")
                .contains("start java with --add-modules jdk.incubator.vector");
    }

    @Test
    void anInterpretedJvmGetsTheScalarKernels() throws Exception {
        ChildJvm child = ChildJvm.run(Child.class, MODULE, "-Xint");
        assertThat(child.out()).startsWith("scalar ");
        assertThat(child.err()).containsOnlyOnce("slow scalar kernels are used: this JVM only interprets");
    }

    @ParameterizedTest
    @CsvSource({"-XX:TieredStopAtLevel=1,this JVM has no C2 compiler,without -XX:TieredStopAtLevel=1",
        "-XX:CompilationMode=quick-only,this JVM has no C2 compiler,with its server VM",
        "-XX:+EnableJVMCI,this JVM may compile with Graal,-XX:-EnableJVMCI",
        "-XX:MaxVectorSize=8,the vectors of this JVM have 64 bits,-XX:MaxVectorSize must not forbid"})
    void aJvmThatIsSlowWithVectorsGetsTheScalarKernelsAndOneLineSaysWhy(String option, String why, String remedy)
            throws Exception {
        ChildJvm child = ChildJvm.run(Child.class, MODULE, "-XX:+UnlockExperimentalVMOptions", option);
        assertThat(child.out()).as(child.err()).startsWith("scalar ");
        assertThat(child.err()).containsOnlyOnce("slow scalar kernels are used: " + why).containsOnlyOnce(remedy)
                .containsOnlyOnce("WARNING: slow");
    }

    /// Who asks for kernels by name has thought about it.
    @ParameterizedTest
    @ValueSource(strings = {"plain", "simd"})
    void kernelsThatAreAskedForAreNotDeclined(String kernels) throws Exception {
        ChildJvm child = ChildJvm.run(Child.class, MODULE, "-XX:TieredStopAtLevel=1", "-Dislr.kernels=" + kernels);
        assertThat(child.out()).as(child.err()).startsWithIgnoringCase(kernels);
        assertThat(child.err()).doesNotContain("kernels");
    }

    @Test
    void thePlainKernelsNeedNoVectorModuleAndHaveTheBitsOfTheSimdKernels() throws Exception {
        ChildJvm child = ChildJvm.run(Child.class, "-Dislr.kernels=plain");
        assertEquals("plain " + result(Compute.cpu().with(KernelProvider.choose("simd"))), child.out(), child.err());
        assertThat(child.err()).doesNotContain("kernels");
    }

    private static String result(Compute c) {
        Tensor h = Some.tensor(1, 3, 37).linear(c, Some.tensor(2, 70, 37), Some.tensor(3, 70)).gelu(c);
        h = c.run(new GroupedLinear(h.tanh(c), Some.tensor(4, 66, 35), null, 2));
        h = h.layerNorm(c, Some.tensor(5, 66), Some.tensor(6, 66), 1e-5f).softmax(c);
        return Arrays.toString(h.log(c).logSoftmax(c).toArray());
    }

    /// Says which kernels it got and what they compute.
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            System.out.println(Compute.cpu().kernels().description() + " " + result(Compute.cpu()));
        }
    }
}
