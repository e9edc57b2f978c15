package io.sallyport.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import org.junit.jupiter.api.Test;

class HabitsTest {
    @Test
    void what_a_class_needs_comes_through_its_constructor() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("a constructor can be called by a test, and a field can be final")
                .check(House.MAIN);
    }

    @Test
    void beans_are_singletons_without_proxies() {
        noClasses()
                .should()
                .beAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                .orShould()
                .beAnnotatedWith("jakarta.enterprise.context.RequestScoped")
                .orShould()
                .beAnnotatedWith("jakarta.enterprise.context.SessionScoped")
                .because(
                        "a proxy costs every call a detour, and for a class without an empty constructor the framework writes"
                                + " one into it, so that what runs is no longer what was compiled and no coverage of it is counted")
                .check(House.MAIN);
    }

    @Test
    void no_class_keeps_a_buffer_of_its_own() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo("io.vertx.core.buffer.Buffer"))
                .because("it is native memory, which cannot be part of a native image's heap")
                .check(House.MAIN);
    }

    @Test
    void fakes_are_written_by_hand() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..", "io.quarkus.test.junit.mockito..")
                .because("a mock repeats the implementation; a fake has the port's behaviour")
                .check(House.TESTS);
    }

    @Test
    void logs_go_through_one_library() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.commons.logging..", "org.apache.log4j..")
                .because("JBoss Logging is what the server itself uses")
                .check(House.MAIN);
    }

    @Test
    void tests_are_junit_five() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit", "junit.framework..")
                .check(House.TESTS);
    }
}
