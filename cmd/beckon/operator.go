package main

import (
	"context"
	"fmt"

	"beckon/desk"
)

type operatorCommand struct {
	Add   operatorAdd   `cmd:"" help:"Add an operator and print a one-time sign-in link."`
	Reset operatorReset `cmd:"" help:"Take an operator's password and sessions away and print a one-time sign-in link."`
}

type operatorAdd struct {
	database
	Login         string `arg:"" name:"name" help:"What the operator signs in with."`
	Name          string `help:"What visitors read; can be changed later."`
	Administrator bool   `help:"May change settings."`
	PublicURL     string `help:"Beckon's address as browsers see it." default:"http://localhost:8080" name:"public-url"`
}

// Run adds an operator; a server that is running takes him in when he first signs in.
func (c *operatorAdd) Run() error {
	ctx := context.Background()
	o, err := c.openExisting(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	added, err := o.desk.AddOperator(ctx, desk.Operator{Login: c.Login, Name: c.Name, Administrator: c.Administrator})
	if err != nil {
		return err
	}
	token, err := o.auth.Once(ctx, added.ID)
	if err != nil {
		return err
	}
	fmt.Printf("%s can sign in, once, for 30 minutes, by\n%s/console/sign-in#once=%s\n", added.Login, c.PublicURL, token)
	return nil
}

type operatorReset struct {
	database
	Login     string `arg:"" name:"name" help:"What the operator signs in with."`
	PublicURL string `help:"Beckon's address as browsers see it." default:"http://localhost:8080" name:"public-url"`
}

// Run resets an operator's access; his open consoles are out within 2 s.
func (c *operatorReset) Run() error {
	ctx := context.Background()
	o, err := c.openExisting(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	for _, known := range o.desk.Operators() {
		if known.Login != c.Login {
			continue
		}
		token, err := o.auth.ResetPassword(ctx, known.ID)
		if err != nil {
			return err
		}
		fmt.Printf("%s can sign in, once, for 30 minutes, by\n%s/console/sign-in#once=%s\n", known.Login, c.PublicURL, token)
		return nil
	}
	return fmt.Errorf("there is no operator %q", c.Login)
}
