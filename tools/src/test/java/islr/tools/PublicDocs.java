package islr.tools;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.util.DocTreePath;
import com.sun.source.util.DocTreePathScanner;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.tools.Diagnostic;
import jdk.javadoc.doclet.DocletEnvironment;
import jdk.javadoc.doclet.Reporter;
import jdk.javadoc.doclet.StandardDoclet;

/**
 * What {@code javadoc} makes of the docs, and two rules of this repository: a method that returns something says what,
 * in its first sentence or with {@code @return}, and a link leads to something that is for users.
 */
public final class PublicDocs extends StandardDoclet {
    /** How a sentence begins that says what a method does, and not what it returns. */
    private static final Pattern DOES = Pattern.compile("(?:Adds|Begins|Computes|Ends|Goes|Keeps other|Locks|Makes|Maps"
            + "|Multiplies|Opens|Pads|Puts|Reads|Removes|Splits|Sums|Takes|Trains|Waits|Writes) ");

    private Reporter reporter;

    /** For the tool, which makes one itself. */
    public PublicDocs() {}

    @Override
    public void init(Locale locale, Reporter reporter) {
        this.reporter = reporter;
        super.init(locale, reporter);
    }

    @Override
    public boolean run(DocletEnvironment environment) {
        for (Element element : environment.getIncludedElements()) {
            check(element, environment);
            if (!(element instanceof PackageElement)) {
                element.getEnclosedElements().stream().filter(environment::isIncluded)
                        .filter(member -> !(member instanceof TypeElement))
                        .forEach(member -> check(member, environment));
            }
        }
        return super.run(environment);
    }

    private void check(Element element, DocletEnvironment environment) {
        DocCommentTree doc = environment.getDocTrees().getDocCommentTree(element);
        if (element instanceof ExecutableElement method && mustSayWhatItReturns(method, environment)
                && (doc == null || !says(doc))) {
            reporter.print(Diagnostic.Kind.ERROR, element,
                    "does not say what it returns: " + element.getEnclosingElement().getSimpleName() + "." + element);
        }
        if (doc != null) {
            checkLinks(element, doc, environment);
        }
    }

    /**
     * Unless that is said by the method that it overrides, by the component of its record, or by the language, which
     * adds methods without a source.
     */
    private static boolean mustSayWhatItReturns(ExecutableElement method, DocletEnvironment environment) {
        return method.getKind() == ElementKind.METHOD && method.getReturnType().getKind() != TypeKind.VOID
                && environment.getDocTrees().getTree(method) != null && method.getAnnotation(Override.class) == null
                && environment.getElementUtils().recordComponentFor(method) == null;
    }

    private static boolean says(DocCommentTree doc) {
        return doc.getBlockTags().stream().anyMatch(tag -> tag.getKind() == DocTree.Kind.RETURN)
                || !doc.getFullBody().isEmpty() && !DOES.matcher(doc.getFirstSentence().toString()).lookingAt();
    }

    private void checkLinks(Element element, DocCommentTree doc, DocletEnvironment environment) {
        new DocTreePathScanner<Void, Void>() {
            @Override
            public Void visitReference(ReferenceTree reference, Void nothing) {
                Element target = environment.getDocTrees().getElement(getCurrentPath());
                if (target != null && isHidden(target, environment)) {
                    reporter.print(Diagnostic.Kind.ERROR, getCurrentPath(),
                            "a link to " + reference.getSignature() + ", which is not for users");
                }
                return super.visitReference(reference, nothing);
            }
        }.scan(new DocTreePath(environment.getDocTrees().getPath(element), doc), null);
    }

    private static boolean isHidden(Element target, DocletEnvironment environment) {
        String name = environment.getElementUtils().getPackageOf(target).getQualifiedName().toString();
        return name.startsWith("islr.") && !environment.isIncluded(target);
    }
}
