using Kinfolk;
using Kinfolk.Demo;
using Kinfolk.Site;

return args switch
{
    ["site", .. var rest] => await SiteCommand.RunAsync(rest),
    ["messages", .. var rest] => await MessagesApp.CreateBuilder(rest).Build().RunAsync(),
    ["tables", .. var rest] => await KinfolkApp.CreateBuilder(rest).AddRecordSink<GatherMatches, MatchTables>().Build().RunAsync(),
    ["demo", .. var rest] => await DemoCommand.RunAsync(rest),
    _ => await KinfolkApp.CreateBuilder(args).Build().RunAsync(),
};
