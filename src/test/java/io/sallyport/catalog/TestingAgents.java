package io.sallyport.catalog;

/** An agent with all that belongs to it, as files. */
public final class TestingAgents {
    public static final String CREATE_ORDER = """
            name: create_order
            description: Places an order and charges the customer. Irreversible.
            effect: irreversible
            idempotency: keyed
            approval: never
            timeout: 2s
            onUnknown: reconcile
            http: { method: POST, url: "http://127.0.0.1:9100/orders", auth: none, headers: { x-shop-key: "${SHOP_KEY:hush}" } }
            input: { type: object, additionalProperties: false, required: [sku, quantity], properties: { sku: { type: string }, quantity: { type: integer, minimum: 1 } } }
            output: { type: object, properties: { orderId: { type: string } } }
            trusted: [orderId]
            """;
    public static final String ORDER_DESK = """
            name: order-desk
            client: order-desk
            clientSecret: ${ORDER_DESK_SECRET:}
            route: chat-default
            prompt: order-desk/main
            tools: [ { name: create_order, when: "args.quantity <= 100" }, { name: calculate } ]
            limits: { steps: 20, toolCalls: 30, tokens: 100000, cost: 1.00, wallTime: 10m, parallel: 4 }
            """;
    public static final String PROMPT = """
            ---
            config: { temperature: 0.2 }
            input:
              schema: { customer?: string }
              default: { customer: somebody }
            ---
            {{role "system"}}You take orders.
            {{>house}}
            {{role "user"}}I am {{customer}}.
            """;

    private TestingAgents() {}

    public static TestingFolder orderDesk(TestingFolder folder) {
        return folder.models(TestingFolder.MODELS.replace(
                        "small: {}",
                        "small: { price: { inputPerMillion: 0.1, outputPerMillion: 0.4, currency: USD } }"))
                .write("tools/create_order.yaml", CREATE_ORDER)
                .write("agents/order-desk.yaml", ORDER_DESK)
                .prompt("_house.prompt", "Be brief.\n")
                .prompt("order-desk/main.v1.prompt", PROMPT)
                .prompt("order-desk/releases.yaml", "main: { stable: 1 }\n");
    }
}
