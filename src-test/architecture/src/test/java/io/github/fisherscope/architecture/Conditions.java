package io.github.fisherscope.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What classes are held to, for the {@link Rules}. */
final class Conditions {
    private Conditions() {}

    static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package annotated with @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        item, marked, item.getName() + " lives in " + item.getPackageName() + " marked: " + marked));
            }
        };
    }

    static ArchCondition<JavaClass> notExpose(DescribedPredicate<JavaClass> hidden) {
        return new ArchCondition<>("not expose " + hidden.getDescription()) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Stream<JavaMember> members = item.getMembers().stream()
                        .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC)
                                || m.getModifiers().contains(JavaModifier.PROTECTED));
                members.forEach(member -> typesOf(member)
                        .filter((Predicate<JavaClass>) hidden)
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                member, member.getFullName() + " exposes " + type.getName()))));
                Stream.concat(item.getSuperclass().stream(), item.getInterfaces().stream())
                        .flatMap(Conditions::rawTypes)
                        .filter((Predicate<JavaClass>) hidden)
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                item, item.getName() + " extends or implements " + type.getName())));
            }
        };
    }

    private static Stream<JavaClass> typesOf(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
                    .flatMap(Conditions::rawTypes);
        }
        return rawTypes(((JavaField) member).getType());
    }

    private static Stream<JavaClass> rawTypes(JavaType type) {
        return type.getAllInvolvedRawTypes().stream();
    }
}
