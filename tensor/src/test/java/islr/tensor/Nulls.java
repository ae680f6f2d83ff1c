package islr.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Calls public constructors and methods with null for one parameter at a time, and looks at what is said of it: a
/// `NullPointerException` has to name the parameter.
///
/// The classes under test are compiled with `-parameters`; without it, all parameters would be called `arg0`.
public final class Nulls {
    private final Map<Class<?>, Object> samples;
    private final Set<String> nullable;
    private final Map<String, Object> given;
    private final boolean byTheJvm;

    private Nulls(Map<Class<?>, Object> samples, Set<String> nullable, Map<String, Object> given, boolean byTheJvm) {
        this.samples = samples;
        this.nullable = nullable;
        this.given = given;
        this.byTheJvm = byTheJvm;
    }

    /// @param samples something of every type that a parameter has, and of every class that has methods
    public static Nulls with(Map<Class<?>, Object> samples) {
        return new Nulls(samples, Set.of(), Map.of(), false);
    }

    /// The same where some parameters may be null, or nothing needs to be said of them, each called `Class.method
    /// parameter`.
    public Nulls nullable(String... parameters) {
        return new Nulls(samples, Set.of(parameters), given, byTheJvm);
    }

    /// The same with other samples for some parameters, each called `Class.method parameter`.
    public Nulls given(Map<String, Object> parameters) {
        return new Nulls(samples, nullable, parameters, byTheJvm);
    }

    /// The same where the words of the JVM are enough, `… because "x" is null`: for methods that are called too often
    /// to look at every argument first.
    public Nulls orByTheJvm() {
        return new Nulls(samples, nullable, given, true);
    }

    /// The public classes of a package, the nested ones too.
    ///
    /// @param one any class of it
    public static List<Class<?>> publicClasses(Class<?> one) {
        try {
            Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            List<Class<?>> classes = new ArrayList<>();
            try (Stream<Path> files = Files.list(root.resolve(one.getPackageName().replace('.', '/')))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".class")).sorted().toList()) {
                    String name = file.getFileName().toString().replaceFirst("\\.class$", "");
                    if (!name.equals("package-info")) {
                        Class<?> type = Class.forName(one.getPackageName() + "." + name, false, one.getClassLoader());
                        if (isPublic(type)) {
                            classes.add(type);
                        }
                    }
                }
            }
            return classes;
        } catch (IOException | URISyntaxException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass()
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    /// Fails with a line for each parameter of which something else is said.
    ///
    /// @param least how many parameters there are at least to try
    public void areToldByName(List<Class<?>> classes, int least) throws ReflectiveOperationException {
        List<String> wrong = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        int tried = 0;
        for (Class<?> type : classes) {
            for (Executable each : callable(type)) {
                Parameter[] parameters = each.getParameters();
                for (int i = 0; i < parameters.length; i++) {
                    String name = name(parameters[i]);
                    met.add(name);
                    // What stands for anything (T) may be null, too.
                    if (parameters[i].getType().isPrimitive() || parameters[i].getType() == Object.class) {
                        continue;
                    }
                    String told = told(each, i);
                    tried++;
                    if (nullable.contains(name) ? told.startsWith("NullPointerException")
                            : !isNamed(told, parameters[i].getName())) {
                        wrong.add(name + ": " + told);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(met).containsAll(nullable).containsAll(given.keySet());
        assertThat(tried).isGreaterThanOrEqualTo(least);
    }

    private static List<Executable> callable(Class<?> type) {
        return Stream.<Executable>concat(Stream.of(type.getConstructors()), Stream.of(type.getDeclaredMethods()))
                .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic()
                        && !each.getName().equals("valueOf")
                        && (!type.isInterface() || Modifier.isStatic(each.getModifiers())))
                .toList();
    }

    private static String name(Parameter parameter) {
        Executable owner = parameter.getDeclaringExecutable();
        return owner.getDeclaringClass().getSimpleName() + "." + (owner instanceof Method ? owner.getName() : "new")
                + " " + parameter.getName();
    }

    private boolean isNamed(String told, String name) {
        return told.equals("NullPointerException " + name)
                || byTheJvm && told.startsWith("NullPointerException ") && told.endsWith("\"" + name + "\" is null");
    }

    private String told(Executable each, int missing) throws ReflectiveOperationException {
        Parameter[] parameters = each.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Class<?> type = parameters[i].getType();
            assertThat(samples.keySet()).as(each.toString()).contains(type);
            arguments[i] = i == missing ? null : given.getOrDefault(name(parameters[i]), samples.get(type));
        }
        try {
            if (each instanceof Method method) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    assertThat(samples.keySet()).as(each.toString()).contains(each.getDeclaringClass());
                }
                method.invoke(samples.get(each.getDeclaringClass()), arguments);
            } else {
                ((Constructor<?>) each).newInstance(arguments);
            }
            return "nothing";
        } catch (InvocationTargetException e) {
            return e.getCause().getClass().getSimpleName() + " " + e.getCause().getMessage();
        }
    }
}
