using Holdfast.App;

namespace Kinfolk;

/// <summary>A second application on the same site: <c>messages run</c> writes to every match.</summary>
internal static class MessagesApp
{
    public static HoldfastAppBuilder CreateBuilder(string[] args)
    {
        HoldfastAppBuilder app = HoldfastApp.CreateBuilder(args);
        AppOption<Uri> url = app.AddRequiredOption<Uri>("--url", "The address of the member site.");
        AppOption<string> user = app.AddOption("--user", "The member's name.", "mary");
        AppSecret password = app.AddSecret("KINFOLK_PASSWORD");

        KinfolkApp.Connect(app, () => url.Value, () => user.Value, () => password.Value);
        app.AddAction<SendMessages>();
        return app;
    }
}
