package io.sallyport.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCheckTest {
    private static final String SYSTEM = "{{role \"system\"}}";

    private static void refused(TestingPrompt prompt, String what) {
        List<Finding> faults = prompt.faults();
        assertThat(faults).isNotEmpty();
        assertThat(faults.getFirst().what()).contains(what);
        assertThat(faults.getFirst().place().line()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{name}}",
                "{{{name}}}",
                "{{&name}}",
                "{{~name~}}",
                "{{this.name}}",
                "{{./name}}",
                "{{../name}}",
                "{{this}}",
                "{{.}}",
                "{{input}}",
                "{{[name]}}",
                "{{json name}}",
                "{{@key}}",
                "{{media url=name}}",
                "{{#if name}}yes{{/if}}",
                "{{#unless name}}no{{/unless}}",
                "{{#if style}}{{name}}{{/if}}",
                "{{#if style}}a{{else}}{{name}}{{/if}}",
                "{{#if style}}a{{else if name}}b{{/if}}",
                "{{#ifEquals style name}}a{{/ifEquals}}",
                "{{#each names}}{{this}}{{/each}}",
                "{{#each style}}a{{/each}}",
                "{{#with style}}{{name}}{{/with}}",
                "{{style.name}}",
                "{{>words}}",
                "{{>nested}}",
                "{{#if style}}{{>words}}{{/if}}"
            })
    void nothingFromOutsideIsRenderedInTheSystemRole(String tag) {
        TestingPrompt prompt = TestingPrompt.of("{{role \"user\"}}hello {{name}} " + SYSTEM + "You help. " + tag)
                .partial("words", "I am {{name}}")
                .partial("nested", "so: {{>words}}")
                .front("{'input':{'schema':{'type':'object','properties':{'name':{'type':'string','default':'x'},"
                        + "'names':{'type':'array'},'style':{'const':'brief'}}}}}");

        assertThat(prompt.faults()).as(tag).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{style}}",
                "{{{style}}}",
                "{{#if style}}yes{{else}}no{{/if}}",
                "{{#ifEquals style \"brief\"}}yes{{/ifEquals}}",
                "{{>words}}",
                "\\{{name}}",
                "{{! name }}",
                "{{!-- {{name}} --}}",
                "{{role \"user\"}}{{name}}",
                "{{role \"model\"}}{{name}}"
            })
    void wordsConstantsAndWhatIsMadeOfThemIs(String tag) {
        TestingPrompt prompt = TestingPrompt.of(SYSTEM + "You help. " + tag)
                .partial("words", "Be {{style}}.")
                .front("{'input':{'schema':{'type':'object','properties':{'name':{'type':'string'},"
                        + "'style':{'const':'brief'}}}}}");

        assertThat(prompt.faults()).as(tag).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#if x}}{{role \"system\"}}{{/if}}{{name}}",
                "{{#each x}}{{role \"system\"}}{{/each}}{{name}}",
                "{{>system}}{{name}}",
                "{{#if x}}{{history}}{{/if}}"
            })
    void rolesAndHistoryStandWhereEverybodySeesThem(String body) {
        refused(TestingPrompt.of(body).partial("system", "{{role \"system\"}}"), "stands within a block or a partial");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
                    {{{{raw}}}}{{x}}{{{{/raw}}}} § Raw blocks
                    {{=<% %>=}} § delimiters
                    {{#> layout}}x{{/layout}} § Partials with a block
                    {{#*inline "x"}}x{{/inline}} § Decorators
                    {{* x}} § Decorators
                    {{> (lookup . "x")}} § Calls within tags
                    {{#if (eq a b)}}x{{/if}} § Calls within tags
                    {{#each x as |y|}}{{y}}{{/each}} § block parameters
                    {{^x}}no{{/x}} § `{{^`
                    {{#x}}yes{{/x}} § There is no block `x`
                    {{#if}}x{{/if}} § takes 1
                    {{#if a}}x{{/each}} § is closed by
                    {{#if a}}x § not Handlebars
                    {{/if}} § not Handlebars
                    {{ § not Handlebars
                    {{eval x}} § no helper `eval`
                    {{lookup a b}} § no helper `lookup`
                    {{log "x"}} § no helper `log`
                    {{precompile "x"}} § no helper `precompile`
                    {{embedded "x" "y"}} § no helper `embedded`
                    {{role "tool"}} § A role is one of
                    {{role name}} § A role is one of
                    {{role}} § A role is one of
                    {{media x}} § needs an address
                    {{history 1}} § takes nothing
                    {{json}} § takes one
                    {{@root}} § no datum `@root`
                    {{>none}} § no partial `none`
                    {{>p a=1}} § by its name alone
                    {{>p q}} § by its name alone
                    {{>../p}} § by its name alone
                    {{>self}} § includes itself
                    {{history}}{{history}} § placed twice
                    {{history}} and then § in no role
                    """)
    void whatPromptsDoNotNeedIsRefused(String body, String what) {
        refused(TestingPrompt.of(body).partial("p", "").partial("self", "{{>self}}"), what);
    }

    @Test
    void aFaultNamesItsFileItsLineAndItsColumn() {
        Finding inBody =
                TestingPrompt.of("a\n" + SYSTEM + "b\n  {{name}}").faults().getFirst();
        Finding inPartial = TestingPrompt.of(SYSTEM + "{{>p}}")
                .partial("p", "x\ny {{name}}")
                .faults()
                .getFirst();

        assertThat(inBody.place()).hasToString("main.v1.prompt:3:5");
        assertThat(inPartial.place()).hasToString("_p.prompt:2:5");
    }

    @Test
    void aVariableThatIsNotDeclaredIsTold() {
        Finding fault = TestingPrompt.of("{{role \"user\"}}{{custmer}}")
                .front("{'input':{'schema':{'customer':'string'}}}")
                .faults()
                .getFirst();

        assertThat(fault.what()).contains("`custmer` is not declared");
        assertThat(fault.fix()).contains("Did you mean `customer`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':'strng'}", "{'a(list)':'string'}", "{'a(enum)':'x'}", "{'a':1}"})
    void aSchemaThatCannotBeReadIsTold(String schema) {
        assertThat(TestingPrompt.of("x")
                        .front("{'input':{'schema':" + schema + "}}")
                        .faults())
                .hasSize(1);
    }

    @Test
    void noTemplateTakesLongToRead() {
        TestingPrompt nested = TestingPrompt.of("{{#if a}}".repeat(10_000) + "{{/if}}".repeat(10_000));
        TestingPrompt doubling = TestingPrompt.of("{{>p0}}");
        for (int i = 0; i < 40; i++) {
            doubling.partial("p" + i, "{{>p" + (i + 1) + "}}{{>p" + (i + 1) + "}}");
        }
        refused(nested, "too deep");
        refused(doubling.partial("p40", "x"), "too often");
        refused(TestingPrompt.of("x".repeat(300_000)), "longer than");
    }
}
