import { describe, expect, it } from 'vitest';
import { parseHcl } from '../../../src/project/manifests/hcl.js';
import { deploymentOf, linesOf, scopesOf } from './memory-repository.js';

describe('Terraform', () => {
  it('maps functions through archives, locals and variables', () => {
    const files = {
      'infra/main.tf': `
# a comment with { braces
locals { dist = "\${path.module}/../dist" }
data "archive_file" "api" {
  type        = "zip"
  source_dir  = local.dist
  output_path = "api.zip"
}
resource "aws_lambda_function" "api" {
  filename = data.archive_file.api.output_path
  handler  = "api.\${var.export}"
  runtime  = "nodejs22.x"
  environment {
    variables = { QUERY = <<-SQL
      select '}' from "x
      SQL
    }
  }
}
resource "aws_lambda_function" "snake" { /* one line */
  handler = "a.b"
  runtime = "python3.12"
}
resource "aws_lambda_function" "image" {
  package_type = "Image"
  image_uri    = aws_ecr_repository.x.repository_url
}
resource "aws_lambda_function" "remote" {
  s3_bucket = "b"
  s3_key    = "k"
  handler   = "index.handler"
}
resource "aws_lambda_function" "dynamic" {
  handler = var.handler
}
`,
      'infra/variables.tf': 'variable "export" { default = "main" }\nvariable "handler" { type = string }\n',
      'src/api.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'api → src/api.ts#main',
      'snake ✗ runtime python3.12',
      'image ✗ container image',
      'remote ✗ code is in a bucket',
      'dynamic ✗ handler is built from var.handler',
    ]);
    expect(deploymentOf(files).functions[0]).toMatchObject({
      declaredIn: 'infra/main.tf',
      line: 9,
      detectedBy: 'main.tf: aws_lambda_function.api',
    });
    expect(scopesOf(files)).toEqual(['.: lambda (infra/main.tf)']);
  });

  it('reads a module of the repository once per use, and not by itself', () => {
    const files = {
      'infra/modules/fn/main.tf':
        'variable "handler" {}\nresource "aws_lambda_function" "this" {\n  handler = var.handler\n  runtime = "nodejs22.x"\n  filename = "x.zip"\n}\n',
      'infra/main.tf':
        'module "sell" {\n  source = "./modules/fn"\n  handler = "src/sell.handler"\n}\nmodule "bake" {\n  source = "./modules/fn"\n  handler = "src/bake.handler"\n}\n',
      'package.json': '{}',
      'src/sell.js': '',
      'src/bake.js': '',
    };
    expect(linesOf(files)).toEqual(['sell → src/sell.js#handler', 'bake → src/bake.js#handler']);
  });

  it('expands for_each and the module of the registry', () => {
    const files = {
      'main.tf': `resource "aws_lambda_function" "each" {
  for_each = { sell = { file = "src/sell" }, bake = { file = "src/bake" } }
  handler  = "\${each.value.file}.handler"
}
module "listed" {
  source      = "terraform-aws-modules/lambda/aws"
  source_path = "./src"
  handler     = "list.handler"
}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
`,
      'src/sell.js': '',
      'src/bake.js': '',
      'src/list.js': '',
    };
    expect(linesOf(files)).toEqual([
      'each.bake → src/bake.js#handler',
      'each.sell → src/sell.js#handler',
      'listed → src/list.js#handler',
    ]);
  });

  it('maps Google functions to exports of the package', () => {
    const files = {
      'main.tf':
        'data "archive_file" "src" {\n  source_dir = "${path.module}/functions"\n}\nresource "google_cloudfunctions2_function" "hello" {\n  build_config {\n    runtime = "nodejs22"\n    entry_point = "helloHttp"\n  }\n}\n',
      'functions/package.json': '{ "main": "index.js" }',
      'functions/index.js': '',
    };
    expect(deploymentOf(files).functions[0]).toMatchObject({
      host: 'google-cloud-functions',
      target: 'cloud-run',
      source: { kind: 'export', file: 'functions/index.js', exportName: 'helloHttp' },
    });
  });

  it('reports a block that is not closed and keeps what it read', () => {
    const text = 'resource "aws_lambda_function" "a" {\n  handler = "a.handler"\n';
    const result = deploymentOf({ 'main.tf': text, 'a.js': '' });
    expect(result.diagnostics).toEqual(['manifest-error main.tf line 1: a block is not closed']);
    expect(result.functions.map((fn) => fn.name)).toEqual(['a']);
  });

  it('ends on every text, however broken', () => {
    const whole = 'module "a" {\n  x = { "k" = [1, "t${f("q")}", <<E\n}\nE\n] }\n  y = a ? b : (c\n  )\n}\n';
    for (let end = 0; end <= whole.length; end++) {
      expect(parseHcl(whole.slice(0, end)).blocks.length).toBeLessThanOrEqual(1);
      expect(parseHcl(whole.slice(end)).blocks.length).toBeLessThanOrEqual(4);
    }
  });
});
