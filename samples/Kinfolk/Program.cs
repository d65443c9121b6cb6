using Kinfolk.Site;

return args is ["site", .. var rest] ? await SiteCommand.RunAsync(rest) : 0;
